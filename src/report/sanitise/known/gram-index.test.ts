import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GRAM, GramIndex } from './gram-index.ts';

const index = (...texts: string[]) => new GramIndex(texts, () => false);
const found = (known: GramIndex, text: string) =>
  known.spans(text).map(({ start, end }) => text.slice(start, end));

describe('a gram index', () => {
  it('finds parts of 8 characters, and none that is shorter', () => {
    const known = index('abcdefghijkl');
    expect(found(known, 'x abcdefgh y')).toEqual(['abcdefgh']);
    expect(found(known, 'x abcdefg y')).toEqual([]);
    expect(found(known, 'xbcdefghijy')).toEqual(['bcdefghij']);
  });

  it('finds no part that is composed of two texts', () => {
    expect(found(index('abcdefgh', 'ijklmnop'), 'efghijkl')).toEqual([]);
    expect(found(index('abcdefgh', 'ijklmnop'), 'abcdefghijklmnop')).toEqual(['abcdefghijklmnop']);
  });

  it('leaves out exempt grams', () => {
    const known = new GramIndex(['https://a'], (gram) => gram === 'https://');
    expect(found(known, 'https://b')).toEqual([]);
    expect(found(known, 'https://a')).toEqual(['https://a']);
  });

  it('has nothing to find without texts', () => {
    expect(found(index(), 'abcdefghi')).toEqual([]);
    expect(found(index('short'), 'short')).toEqual([]);
  });

  it('covers exactly the characters that are in a common part of 8', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 60 });
    fc.assert(
      fc.property(fc.array(letters, { maxLength: 3 }), letters, (texts, text) => {
        const common = new Set<number>();
        for (let at = 0; at + GRAM <= text.length; at++) {
          if (!texts.some((known) => known.includes(text.slice(at, at + GRAM)))) continue;
          for (let i = at; i < at + GRAM; i++) common.add(i);
        }
        const covered = index(...texts).spans(text);
        const positions = covered.flatMap(({ start, end }) =>
          Array.from({ length: end - start }, (_, i) => start + i),
        );
        expect(positions).toEqual([...common].sort((a, b) => a - b));
      }),
    );
  });
});
