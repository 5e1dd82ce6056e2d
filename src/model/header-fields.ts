import type { Header } from './capture.ts';

/** The headers of one message by their names: for who asks for more than one of them. */
export class HeaderFields {
  readonly #values = new Map<string, string>();

  constructor(headers: readonly Header[]) {
    for (const { name, value } of headers) {
      const key = name.toLowerCase();
      const before = this.#values.get(key);
      this.#values.set(key, before === undefined ? value.trim() : `${before}, ${value.trim()}`);
    }
  }

  /**
   * A header's values, joined by commas as RFC 9110 section 5.3 has it; null when it is not there.
   * @param name in lower case
   */
  value(name: string): string | null {
    return this.#values.get(name) ?? null;
  }
}
