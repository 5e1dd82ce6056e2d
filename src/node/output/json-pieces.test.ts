import fc from 'fast-check';
import { expect, it } from 'vitest';
import { jsonPieces } from './json-pieces.ts';

it('yields the same text as JSON.stringify', () => {
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue({ maxDepth: 6 }), fc.object({ withNullPrototype: false })), (value) => {
      const plain = JSON.parse(JSON.stringify(value));
      expect([...jsonPieces(plain)].join('')).toBe(JSON.stringify(plain));
    }),
  );
});

it('omits undefined fields, as JSON does', () => {
  expect([...jsonPieces({ a: undefined, b: [undefined, 1] })].join('')).toBe('{"b":[null,1]}');
});

it('yields large values in several pieces', () => {
  const entries = Array.from({ length: 1_000 }, () => ({ text: 'x'.repeat(1_000) }));
  expect([...jsonPieces({ log: { entries } })].length).toBeGreaterThan(10);
});
