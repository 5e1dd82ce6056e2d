import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytesOf, chunksOf, decode } from '../../testing/bytes.ts';
import { JsonValue } from './json-value.ts';
import { StringCut } from './string-cut.ts';

interface CutRun {
  /** Of the pieces, in bytes. */
  readonly size?: number;
  readonly keep: number;
}

/** A value's text, read in pieces with its long strings under `text` cut. */
function cut(text: string, { size = 1 << 20, keep }: CutRun): string {
  const values: string[] = [];
  const value = new JsonValue(
    { onValue: (bytes, from, to) => values.push(decode(bytes, from, to)), onTooLong: () => values.push('') },
    1e9,
    new StringCut({ name: 'text', keep }),
  );
  value.begin(true);
  for (const piece of chunksOf(bytesOf(text), size)) value.read(piece, 0);
  expect(value.ended).toBe(true);
  expect(values).toHaveLength(1);
  return values[0] ?? '';
}

/** Strings that trouble a scanner, and characters of one to four bytes. */
const part = fc.constantFrom(
  '"',
  '\\',
  '\\"',
  '\\\\',
  '\n',
  '","text":"',
  '}',
  'é',
  '\u2028',
  '😀',
  'plain text',
);
const long = fc.array(part, { maxLength: 60 }).map((parts) => parts.join(''));
const { value: document } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    long,
    fc.integer(),
    fc.array(tie('value'), { maxLength: 3 }),
    tie('object'),
  ),
  object: fc.record({ text: tie('value'), other: tie('value'), context: long }, { requiredKeys: [] }),
}));
/** All that is not ASCII as escapes, which a cut must not go through. */
const escaped = (json: string) =>
  json.replace(/[^\n -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** `cut` with each shortened string under `text` replaced by the whole one; every other difference stays. */
function restored(cut: unknown, whole: unknown, units: number, isText = false): unknown {
  if (isText && typeof cut === 'string' && typeof whole === 'string') {
    const beginning = cut.replace(/\ufffd+$/, '');
    return whole.startsWith(beginning) && beginning.length >= Math.min(units, whole.length) ? whole : cut;
  }
  if (typeof cut !== 'object' || cut === null || typeof whole !== 'object' || whole === null) return cut;
  if (Array.isArray(cut)) return cut.map((item, at) => restored(item, Object.values(whole)[at], units));
  const wholeMembers = new Map(Object.entries(whole));
  return Object.fromEntries(
    Object.entries(cut).map(([name, item]) => [
      name,
      restored(item, wholeMembers.get(name), units, name === 'text'),
    ]),
  );
}

describe('long strings under one name', () => {
  test('lose only their ends, whatever they contain, in pieces of any size', () => {
    fc.assert(
      fc.property(
        document,
        fc.boolean(),
        fc.constantFrom(undefined, 1),
        fc.integer({ min: 1, max: 120 }),
        fc.integer({ min: 5, max: 80 }),
        (value, asEscapes, space, size, keep) => {
          const plain = JSON.stringify({ value }, null, space);
          const text = asEscapes ? escaped(plain) : plain;
          const shortened: unknown = JSON.parse(cut(text, { size, keep }));
          const whole: unknown = JSON.parse(text);
          expect(restored(shortened, whole, Math.floor(keep / 6))).toEqual(whole);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  test.each([1 << 20, 1_000, 100])('are cut in pieces of %i bytes', (size) => {
    const text = JSON.stringify({ a: 1, text: 'long '.repeat(10_000), other: 'x'.repeat(500) });
    const shortened = cut(text, { size, keep: 50 });
    expect(shortened.length).toBeLessThan(700);
    expect(JSON.parse(shortened)).toMatchObject({ a: 1, other: 'x'.repeat(500) });
  });

  test('are cut after an escape, not within it', () => {
    const shortened = JSON.parse(cut('{"text":"\\u00e9\\u00e9\\u00e9\\u00e9plain ones"}', { keep: 8 }));
    expect(shortened).toEqual({ text: 'éé' });
  });

  test('under other names stay whole', () => {
    const others = {
      context: 'x'.repeat(99),
      text: ['text', 'y'.repeat(99)],
      'x"text': 1,
      url: 'z'.repeat(99),
    };
    expect(JSON.parse(cut(JSON.stringify(others), { keep: 10 }))).toEqual(others);
  });
});
