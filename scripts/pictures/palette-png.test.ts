import { inflateSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { palettePng } from './palette-png.ts';

it('is a PNG of type 3: signature, header, palette, rows without filter, end (PNG, third edition)', () => {
  const png = palettePng({
    width: 2,
    height: 2,
    palette: Uint8Array.of(255, 255, 255, 1, 2, 3),
    pixels: Uint8Array.of(0, 1, 1, 0),
  });
  const length = png.readUInt32BE(8 + 25 + 18);
  const data = png.subarray(8 + 25 + 18 + 8, 8 + 25 + 18 + 8 + length);
  expect(png.subarray(0, 8).toString('hex')).toBe('89504e470d0a1a0a');
  expect(png.subarray(8, 29).toString('hex')).toBe('0000000d4948445200000002000000020803000000');
  expect(png.subarray(33, 47).toString('hex')).toBe('00000006504c5445ffffff010203');
  expect([...inflateSync(data)]).toEqual([0, 0, 1, 0, 1, 0]);
  // The end is the same in every PNG, with its checksum.
  expect(png.subarray(-12).toString('hex')).toBe('0000000049454e44ae426082');
});
