import type { Header } from './capture.ts';

/**
 * The values of a header, joined by commas as RFC 9110 section 5.3 has it; null when it is not there.
 * @param wanted its name in lower case
 */
export function fieldValue(headers: readonly Header[], wanted: string): string | null {
  let told: string | null = null;
  for (const { name, value } of headers) {
    // The length alone tells nearly all others apart.
    if (name.length !== wanted.length || name.toLowerCase() !== wanted) continue;
    told = told === null ? value.trim() : `${told}, ${value.trim()}`;
  }
  return told;
}

/** The headers of one message by their names: for who asks for many of them. */
export class HeaderFields {
  readonly #values = new Map<string, string>();

  constructor(headers: readonly Header[]) {
    for (const { name, value } of headers) {
      const key = name.toLowerCase();
      const before = this.#values.get(key);
      this.#values.set(key, before === undefined ? value.trim() : `${before}, ${value.trim()}`);
    }
  }

  /** As {@link fieldValue}. */
  value(name: string): string | null {
    return this.#values.get(name) ?? null;
  }
}
