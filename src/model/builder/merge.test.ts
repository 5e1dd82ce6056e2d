import { describe, expect, test } from 'vitest';
import { addFacts, bestSource, type FactsBySource, foldFacts, overlay, sourcesOf } from './merge.ts';

interface Thing {
  readonly a: number | null;
  readonly b: string | null;
  readonly c: boolean | null;
}

const EMPTY: Thing = { a: null, b: null, c: null };

describe('overlay', () => {
  test('null and absent say nothing; 0, false and the empty string do', () => {
    const base: Thing = { a: 1, b: 'x', c: true };
    expect(overlay(base, { a: null, b: undefined })).toEqual(base);
    expect(overlay(base, { a: 0, b: '', c: false })).toEqual({ a: 0, b: '', c: false });
  });

  test('leaves what it was given as it was', () => {
    const base: Thing = { a: 1, b: null, c: null };
    overlay(base, { a: 2 });
    expect(base.a).toBe(1);
  });
});

describe('facts of several sources', () => {
  test('the better source is shown, in any order, and the others fill its gaps', () => {
    const facts: FactsBySource<Thing> = {};
    addFacts(facts, 'netlog', { a: 3 });
    addFacts(facts, 'cdp', { a: 2, b: 'cdp' });
    addFacts(facts, 'webrequest', { a: 1, b: 'webrequest', c: true });
    expect(foldFacts(EMPTY, facts)).toEqual({ a: 3, b: 'cdp', c: true });
    expect(sourcesOf(facts)).toEqual(['netlog', 'cdp', 'webrequest']);
  });

  test('a source that speaks again adds to what it said, and takes nothing back', () => {
    const facts: FactsBySource<Thing> = {};
    addFacts(facts, 'har', { a: 1, b: 'x' });
    addFacts(facts, 'har', { a: null, b: 'y', c: false });
    expect(foldFacts(EMPTY, facts)).toEqual({ a: 1, b: 'y', c: false });
  });

  test('the best source that said anything is found, or none', () => {
    expect(bestSource({ har: 'har', webrequest: 'webrequest', netlog: 'netlog' })).toBe('netlog');
    expect(bestSource({})).toBeNull();
  });
});
