import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesOf, chunksOf, decode } from '../../testing/bytes.ts';
import { LineSplitter, type OnLine } from './line-splitter.ts';

function linesOf(text: string, size: number, maxLength?: number) {
  const lines: [number, string][] = [];
  const tooLong: number[] = [];
  const keep: OnLine = (bytes, from, to, number) => lines.push([number, decode(bytes, from, to)]) > 0;
  const splitter = new LineSplitter(keep, {
    ...(maxLength !== undefined && { maxLength }),
    onTooLong: (number) => tooLong.push(number),
  });
  for (const chunk of chunksOf(bytesOf(text), size)) splitter.push(chunk);
  splitter.end(keep);
  return { lines, tooLong };
}

describe('LineSplitter', () => {
  it('splits wherever the text is cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string().map((s) => s.replaceAll('\n', ''))),
        fc.integer({ min: 1, max: 9 }),
        (lines, size) => {
          const expected = lines.map((line, i): [number, string] => [i + 1, line]);
          if (expected.at(-1)?.[1] === '') expected.pop();
          expect(linesOf(lines.join('\n'), size).lines).toEqual(expected);
        },
      ),
    );
  });

  it('skips lines that are too long, reports their numbers, and keeps counting', () => {
    const text = `ab\n${'x'.repeat(11)}\ncd\n${'y'.repeat(10)}\nef`;
    for (const size of [1, 4, 100]) {
      const { lines, tooLong } = linesOf(text, size, 10);
      expect(lines).toEqual([
        [1, 'ab'],
        [3, 'cd'],
        [4, 'y'.repeat(10)],
        [5, 'ef'],
      ]);
      expect(tooLong).toEqual([2]);
    }
  });

  it('stops where the handler returns false, and returns where the rest begins', () => {
    const splitter = new LineSplitter((bytes, from, to) => decode(bytes, from, to) !== 'stop', {
      firstLine: 7,
    });
    expect(splitter.push(bytesOf('a\nst'))).toBe(4);
    expect(splitter.push(bytesOf('?op\nb\nc'), 1)).toBe(4);
    expect(splitter.lineNumber).toBe(9);
  });

  it('reads a line in millions of pieces in linear time', () => {
    const seen: number[] = [];
    const splitter = new LineSplitter((_, from, to) => seen.push(to - from) > 0);
    const x = bytesOf('x');
    for (let i = 0; i < 2_000_000; i += 1) splitter.push(x);
    splitter.push(bytesOf('\n'));
    expect(seen).toEqual([2_000_000]);
  });
});
