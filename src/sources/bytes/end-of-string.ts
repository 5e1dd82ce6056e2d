import { BACKSLASH, QUOTE } from './bytes.ts';

/** A search by the host is many times as fast as a loop here, and costs as much to begin as so many bytes. */
const NEAR = 32;

/**
 * Where the quote stands that ends the string which `from` is in; the length of the bytes where they end
 * before it, and one more where they end in a backslash.
 */
export function endOfString(bytes: Uint8Array, from: number): number {
  const { length } = bytes;
  let at = from;
  for (;;) {
    const near = Math.min(length, at + NEAR);
    while (at < near) {
      const byte = bytes[at];
      if (byte === QUOTE) return at;
      at += byte === BACKSLASH ? 2 : 1;
    }
    if (at >= length) return at;
    const quote = bytes.indexOf(QUOTE, at);
    const end = quote < 0 ? length : quote;
    const escaped = (end - startOfBackslashes(bytes, at, end)) % 2 === 1;
    if (!escaped) return end;
    at = end + 1;
    if (quote < 0) return at;
  }
}

/** Where the backslashes begin that stand right before `to`; not before `from`. */
function startOfBackslashes(bytes: Uint8Array, from: number, to: number): number {
  let at = to;
  while (at > from && bytes[at - 1] === BACKSLASH) at -= 1;
  return at;
}
