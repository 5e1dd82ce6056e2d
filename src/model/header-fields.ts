import type { Header } from './capture.ts';

// Names are asked for in lower case; those in headers are compared without regard to case (RFC 9110 section 5.1).

/** Whether a header has this name. The length is compared first: it rules out nearly all others. */
export function isNamed({ name }: Header, wanted: string): boolean {
  return name.length === wanted.length && name.toLowerCase() === wanted;
}

/** Whether there is such a header, even an empty one. False where headers are unknown. */
export function hasHeader(headers: readonly Header[] | null, wanted: string): boolean {
  return headers?.some((header) => isNamed(header, wanted)) ?? false;
}

/** The value of the first such header as it was written; null when there is none. */
export function firstFieldValue(headers: readonly Header[] | null, wanted: string): string | null {
  return headers?.find((header) => isNamed(header, wanted))?.value ?? null;
}

/** The values of all such headers, one for each line: for Set-Cookie, which must not be joined. */
export function fieldLines(headers: readonly Header[] | null, wanted: string): string[] {
  return (headers ?? []).filter((header) => isNamed(header, wanted)).map(({ value }) => value);
}

/** The values of all such headers, joined by commas (RFC 9110 section 5.3); null when there is none. */
export function fieldValue(headers: readonly Header[] | null, wanted: string): string | null {
  let joined: string | null = null;
  for (const header of headers ?? []) {
    if (!isNamed(header, wanted)) continue;
    const value = header.value.trim();
    joined = joined === null ? value : `${joined}, ${value}`;
  }
  return joined;
}

/** The headers of one message by name, for callers that ask for many of them. */
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
