import type { DecodeUtf8 } from '../sources/bytes/bytes.ts';

const REPLACEMENT = 0xfffd;
/** Few enough arguments for one call in every engine. */
const UNITS = 4_096;

/**
 * Decodes UTF-8 where the host has no decoder, as a bare V8 context has none. It replaces invalid bytes as TextDecoder
 * does (https://encoding.spec.whatwg.org/#utf-8-decoder): one U+FFFD for the longest beginning of a valid sequence.
 */
export const decodeUtf8: DecodeUtf8 = (bytes, from, to) => {
  const end = Math.min(to, bytes.length);
  let text = '';
  let units: number[] = [];
  let at = from;
  while (at < end) {
    const lead = bytes[at] ?? 0;
    at += 1;
    let code = lead;
    if (lead >= 0x80) {
      const sequence = multiByte(bytes, lead, at, end);
      code = sequence.code;
      at = sequence.next;
    }
    if (code > 0xffff) units.push(0xd800 + ((code - 0x10000) >> 10), 0xdc00 + (code & 0x3ff));
    else units.push(code);
    if (units.length < UNITS) continue;
    text += String.fromCharCode(...units);
    units = [];
  }
  return text + String.fromCharCode(...units);
};

/** The code point that starts with `lead`, and where the next one starts. */
function multiByte(bytes: Uint8Array, lead: number, from: number, end: number) {
  const length = lengthAfter(lead);
  if (length === 0) return { code: REPLACEMENT, next: from };
  let code = lead & (0x3f >> length);
  for (let i = 0; i < length; i += 1) {
    const at = from + i;
    const byte = at < end ? bytes[at] : undefined;
    const [least, most] = i === 0 ? secondByte(lead) : [0x80, 0xbf];
    if (byte === undefined || byte < least || byte > most) return { code: REPLACEMENT, next: at };
    code = (code << 6) | (byte & 0x3f);
  }
  return { code, next: from + length };
}

/** How many bytes follow; 0 for a byte that starts no sequence. */
function lengthAfter(lead: number): number {
  if (lead >= 0xc2 && lead <= 0xdf) return 1;
  if (lead >= 0xe0 && lead <= 0xef) return 2;
  return lead >= 0xf0 && lead <= 0xf4 ? 3 : 0;
}

/** The range of the second byte: it excludes overlong forms, surrogates and code points above U+10FFFF. */
function secondByte(lead: number): readonly [number, number] {
  if (lead === 0xe0) return [0xa0, 0xbf];
  if (lead === 0xed) return [0x80, 0x9f];
  if (lead === 0xf0) return [0x90, 0xbf];
  return lead === 0xf4 ? [0x80, 0x8f] : [0x80, 0xbf];
}
