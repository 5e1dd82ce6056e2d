import fc from 'fast-check';
import { expect, test } from 'vitest';
import { StallTree } from './stall-tree.ts';

const stalls = fc.array(fc.record({ at: fc.nat(40), stalled: fc.nat(20) }), { maxLength: 30 });

test('finds the longest stall of a stretch that lasted long enough, as looking at each would', () => {
  fc.assert(
    fc.property(stalls, fc.nat(31), fc.nat(31), fc.nat(60), (unsorted, from, to, end) => {
      const sorted = unsorted.toSorted((a, b) => a.at - b.at);
      const lasting = sorted.slice(from, to).filter(({ at, stalled }) => at + stalled >= end);
      const longest = Math.max(0, ...lasting.map(({ stalled }) => stalled));
      expect(new StallTree(sorted).longest(from, to, end)).toBe(longest);
    }),
  );
});
