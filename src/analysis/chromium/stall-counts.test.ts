import fc from 'fast-check';
import { expect, test } from 'vitest';
import { StallCounts } from './stall-counts.ts';

const lists = fc.array(fc.nat(20), { maxLength: 40 });

test('counts the stalls of a stretch that are long enough, as looking at each would', () => {
  fc.assert(
    fc.property(lists, fc.nat(21), fc.nat(40), fc.nat(40), (stalls, least, a, b) => {
      const [from, to] = [Math.min(a, b, stalls.length), Math.min(Math.max(a, b), stalls.length)];
      const count = stalls.slice(from, to).filter((stalled) => stalled >= least).length;
      expect(new StallCounts(stalls).atLeast(least, from, to)).toBe(count);
    }),
  );
});
