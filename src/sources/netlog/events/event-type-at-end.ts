import { CLOSE_OBJECT } from '../../bytes/bytes.ts';

const ZERO = 0x30;
const NINE = 0x39;
const TYPE = Uint8Array.from('"type":', (character) => character.charCodeAt(0));
/** No build of Chromium has a type number with more digits. */
const MAX_DIGITS = 6;

/**
 * The type number of the event in the bytes from `from` to `to`, without parsing it. Chromium writes keys sorted
 * and without blanks, so that an event ends with its type:
 *
 *     {"params":{…},"phase":1,"source":{"id":95,"start_time":"2818622","type":1},"time":"2818679","type":170}
 *
 * Null when the event does not end like this, and has to be parsed.
 */
export function eventTypeAtEnd(bytes: Uint8Array, from: number, to: number): number | null {
  const numberEnd = to - 1;
  if (bytes[numberEnd] !== CLOSE_OBJECT) return null;
  let type = 0;
  let scale = 1;
  let at = numberEnd;
  for (; at > from; at -= 1) {
    const digit = bytes[at - 1] ?? 0;
    if (digit < ZERO || digit > NINE) break;
    type += (digit - ZERO) * scale;
    scale *= 10;
  }
  const digits = numberEnd - at;
  const nameStart = at - TYPE.length;
  if (digits === 0 || digits > MAX_DIGITS || nameStart <= from) return null;
  for (let index = 0; index < TYPE.length; index += 1) {
    if (bytes[nameStart + index] !== TYPE[index]) return null;
  }
  return type;
}
