import fc from 'fast-check';
import { expect, test } from 'vitest';
import { splitForEllipsis } from './middle-ellipsis.ts';

test('the two parts make up the whole, and the head is the longer one', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const [head, tail] = splitForEllipsis(text);
      expect(head + tail).toBe(text);
      expect(head.length).toBeGreaterThanOrEqual(tail.length);
    }),
  );
  expect(splitForEllipsis('account.shop.localhost:8443')).toEqual(['account.shop.local', 'host:8443']);
});
