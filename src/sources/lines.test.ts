import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chunksOf } from '../testing/fixtures.ts';
import { LineSplitter } from './lines.ts';

function linesOf(text: string, size: number, maxLength?: number) {
  const lines: [number, string][] = [];
  const tooLong: number[] = [];
  const splitter = new LineSplitter((line, number) => lines.push([number, line]) > 0, {
    ...(maxLength !== undefined && { maxLength }),
    onTooLong: (number) => tooLong.push(number),
  });
  for (const chunk of chunksOf(text, size)) splitter.push(chunk);
  const last = splitter.end();
  if (last !== null) lines.push([splitter.lineNumber, last]);
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

  it('passes over lines that are too long, says which, and counts on', () => {
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

  it('stops where it is told to, and gives back the rest', () => {
    const splitter = new LineSplitter((line) => line !== 'stop', { firstLine: 7 });
    expect(splitter.push('a\nst')).toBeNull();
    expect(splitter.push('op\nb\nc')).toBe('b\nc');
    expect(splitter.lineNumber).toBe(9);
  });

  it('takes a line in very many pieces in linear time', () => {
    const seen: number[] = [];
    const splitter = new LineSplitter((line) => seen.push(line.length) > 0);
    for (let i = 0; i < 2_000_000; i += 1) splitter.push('x');
    splitter.push('\n');
    expect(seen).toEqual([2_000_000]);
  });
});
