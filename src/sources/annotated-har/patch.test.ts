import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyPatch, diff, readPatch } from './patch.ts';

// As it is read from a file: with `__proto__` and `-0` as in JSON.
const json = fc.jsonValue({ maxDepth: 5 }).map((value): unknown => JSON.parse(JSON.stringify(value)));

describe('a patch', () => {
  it('turns any JSON into any other, also after it was written to a file and read back', () => {
    fc.assert(
      fc.property(json, json, (from, to) => {
        const written = JSON.stringify(diff(from, to));
        expect(applyPatch(from, readPatch(JSON.parse(written)))).toEqual(to);
      }),
      { numRuns: 500 },
    );
  });

  it('does not change the value it is applied to', () => {
    fc.assert(
      fc.property(json, json, (from, to) => {
        const before = JSON.stringify(from);
        applyPatch(from, diff(from, to));
        expect(JSON.stringify(from)).toBe(before);
      }),
    );
  });

  it('contains only the differences', () => {
    expect(diff({ a: { b: 1, c: 2 }, d: [1, 2] }, { a: { b: 1, c: 3 }, d: [1, 2] })).toEqual([
      { op: 'replace', path: '/a/c', value: 3 },
    ]);
  });

  it('finds fields whose names have slashes, tildes or are __proto__', () => {
    const to = JSON.parse('{"a/b~c":1,"__proto__":2}');
    const made = applyPatch({}, diff({}, to));
    expect(JSON.stringify(made)).toBe(JSON.stringify(to));
    expect(diff({}, to)[0]).toMatchObject({ path: '/a~1b~0c' });
  });

  it('skips steps that do not fit, and does not throw', () => {
    const steps = [
      { op: 'replace', path: '/list/length', value: 0 },
      { op: 'add', path: '/list/7', value: 0 },
      { op: 'replace', path: '/missing/deep', value: 0 },
      { op: 'remove', path: '/missing' },
      { op: 'test', path: '/list' },
      'not a step',
    ];
    expect(applyPatch({ list: [1, 2] }, readPatch(steps))).toEqual({ list: [1, 2] });
  });

  it('applies a hundred thousand steps into one list without a stutter', () => {
    const from = Array.from({ length: 100_000 }, (_, index) => ({ index }));
    const to = from.map(({ index }) => ({ index: index + 1 }));
    const steps = diff(from, to);
    const started = performance.now();
    const made = applyPatch(from, steps);
    expect(performance.now() - started).toBeLessThan(15_000);
    expect(JSON.stringify(made)).toBe(JSON.stringify(to));
  });
});
