import type { Header } from '../../model/capture.ts';
import type { FieldMark } from './signature.ts';

/** The values of a header, joined by commas as RFC 9110 section 5.3 has it; null when it is not there. */
export function fieldValue(headers: readonly Header[], name: string): string | null {
  return new Fields(headers).value(name);
}

/** The headers of one answer by their names: all signatures ask for some of them. */
export class Fields {
  readonly #values = new Map<string, string>();

  constructor(headers: readonly Header[]) {
    for (const { name, value } of headers) {
      const key = name.toLowerCase();
      const before = this.#values.get(key);
      this.#values.set(key, before === undefined ? value.trim() : `${before}, ${value.trim()}`);
    }
  }

  /** @param name in lower case */
  value(name: string): string | null {
    return this.#values.get(name) ?? null;
  }

  has({ name, value }: FieldMark): boolean {
    const told = this.value(name);
    return told !== null && value.test(told);
  }
}
