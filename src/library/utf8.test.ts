import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decode } from '../testing/bytes.ts';
import { decodeUtf8 } from './utf8.ts';

/** Bytes at which the rules for valid sequences change. */
const EDGES = [
  0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed, 0xee, 0xef,
  0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff,
];

it('decodes any bytes as TextDecoder does', () => {
  const bytes = fc.array(fc.oneof(fc.constantFrom(...EDGES), fc.nat(255)), { maxLength: 12 });
  fc.assert(
    fc.property(bytes, fc.nat(3), fc.nat(3), (list, before, after) => {
      const whole = Uint8Array.from(list);
      const to = Math.max(before, whole.length - after);
      expect(decodeUtf8(whole, before, to)).toBe(decode(whole, before, to));
    }),
    { numRuns: 5_000 },
  );
});

it('decodes text longer than one call can take, with pairs of surrogates at every place', () => {
  const text = `${'a'.repeat(4_095)}😀é${'😀'.repeat(300_000)}`;
  const bytes = new TextEncoder().encode(text);
  expect(decodeUtf8(bytes, 0, bytes.length) === text).toBe(true);
});
