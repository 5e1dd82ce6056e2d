const CLOSE_OBJECT = 0x7d;
const ZERO = 0x30;
const NINE = 0x39;
const KEY = '"type":';

/**
 * The type of an event that ends in `"type":170}`, as every one does that Chromium wrote: its keys are
 * sorted. Null when it must be parsed to know.
 */
export function typeAtEnd(text: string): number | null {
  const end = text.length - 1;
  if (text.charCodeAt(end) !== CLOSE_OBJECT) return null;
  let type = 0;
  let scale = 1;
  let at = end - 1;
  for (; at > 0; at -= 1) {
    const digit = text.charCodeAt(at);
    if (digit < ZERO || digit > NINE) break;
    type += (digit - ZERO) * scale;
    scale *= 10;
  }
  return scale > 1 && text.startsWith(KEY, at + 1 - KEY.length) ? type : null;
}
