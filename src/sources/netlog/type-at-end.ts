import { CLOSE_OBJECT } from '../bytes.ts';

const ZERO = 0x30;
const NINE = 0x39;
/** `"type":` */
const KEY = [0x22, 0x74, 0x79, 0x70, 0x65, 0x22, 0x3a];

/**
 * The type of an event, the bytes from `from` to `to`, that ends in `"type":170}`, as every one does that
 * Chromium wrote: its keys are sorted. -1 when it must be parsed to know.
 */
export function typeAtEnd(bytes: Uint8Array, from: number, to: number): number {
  let at = to - 1;
  if (bytes[at] !== CLOSE_OBJECT) return -1;
  let type = 0;
  let scale = 1;
  for (at -= 1; at > from; at -= 1) {
    const digit = bytes[at] ?? 0;
    if (digit < ZERO || digit > NINE) break;
    type += (digit - ZERO) * scale;
    scale *= 10;
  }
  const key = at + 1 - KEY.length;
  if (scale === 1 || key < from) return -1;
  for (let index = 0; index < KEY.length; index += 1) if (bytes[key + index] !== KEY[index]) return -1;
  return type;
}
