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
  const told: string[] = [];
  const value = new JsonValue(
    { onValue: (bytes, from, to) => told.push(decode(bytes, from, to)), onTooLong: () => told.push('') },
    1e9,
    new StringCut({ name: 'text', keep }),
  );
  value.begin(true);
  for (const piece of chunksOf(bytesOf(text), size)) value.read(piece, 0);
  expect(value.ended).toBe(true);
  expect(told).toHaveLength(1);
  return told[0] ?? '';
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

/** Where `told` has a beginning of a string under `text`, the whole of it; every other difference stays. */
function mended(told: unknown, whole: unknown, units: number, isText = false): unknown {
  if (isText && typeof told === 'string' && typeof whole === 'string') {
    const beginning = told.replace(/\ufffd+$/, '');
    return whole.startsWith(beginning) && beginning.length >= Math.min(units, whole.length) ? whole : told;
  }
  if (typeof told !== 'object' || told === null || typeof whole !== 'object' || whole === null) return told;
  if (Array.isArray(told)) return told.map((item, at) => mended(item, Object.values(whole)[at], units));
  const wholeMembers = new Map(Object.entries(whole));
  return Object.fromEntries(
    Object.entries(told).map(([name, item]) => [
      name,
      mended(item, wholeMembers.get(name), units, name === 'text'),
    ]),
  );
}

describe('long strings under one name', () => {
  test('lose their ends only, whatever is in them and in pieces of any size', () => {
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
          const told: unknown = JSON.parse(cut(text, { size, keep }));
          const whole: unknown = JSON.parse(text);
          expect(mended(told, whole, Math.floor(keep / 6))).toEqual(whole);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  test.each([1 << 20, 1_000, 100])('are cut in pieces of %i bytes', (size) => {
    const text = JSON.stringify({ a: 1, text: 'long '.repeat(10_000), other: 'x'.repeat(500) });
    const told = cut(text, { size, keep: 50 });
    expect(told.length).toBeLessThan(700);
    expect(JSON.parse(told)).toMatchObject({ a: 1, other: 'x'.repeat(500) });
  });

  test('are cut behind an escape and not in it', () => {
    const told = JSON.parse(cut('{"text":"\\u00e9\\u00e9\\u00e9\\u00e9plain ones"}', { keep: 8 }));
    expect(told).toEqual({ text: 'éé' });
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
