import { BACKSLASH, QUOTE } from './bytes.ts';

/** `indexOf` is many times as fast as a loop, but each call costs as much as a loop over this many bytes. */
const NEAR = 32;

/**
 * The index of the quote that ends the string around `from`. When the bytes end before that quote: their length, or one
 * more when their last byte is a backslash that escapes what follows.
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

/** Where the backslashes directly before `to` begin; not before `from`. */
function startOfBackslashes(bytes: Uint8Array, from: number, to: number): number {
  let at = to;
  while (at > from && bytes[at - 1] === BACKSLASH) at -= 1;
  return at;
}
