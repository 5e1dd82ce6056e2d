import { expect, it } from 'vitest';
import type { AttemptBasis } from '../../analysis/attempts/attempt-basis.ts';
import { basisWords } from './basis.ts';

it.each<[AttemptBasis, RegExp]>([
  [{ code: 'reported', source: 'netlog' }, /own log \(NetLog\)/],
  [{ code: 'visible-421', family: 'firefox' }, /saw a 421; Firefox shows one only/],
  [
    { code: 'stalled-opener', stalledMs: 22.4, candidates: 1, control: null },
    /stalled 22 ms.*although a connection to.* No other connection shows/,
  ],
  [
    {
      ...{ code: 'stalled-opener', stalledMs: 41.3, candidates: 2 },
      control: { connections: 9, shortestMs: 2.1, longestMs: 6.4 },
    },
    /stalled 41 ms.*although 2 connections to.* 9 connections without anything to share stalled 2 to 6\.4 ms\./,
  ],
  [{ code: 'stalled-follower', stalledMs: 30 }, /waited 30 ms together with another request/],
  [{ code: 'stalled-before-http1', stalledMs: 30 }, /with HTTP\/1\.1 there/],
  [{ code: 'stalled-past-alternative', stalledMs: 30 }, /where HTTP\/3 was offered/],
  [
    { code: 'discarded-response', byType: true, byTiming: true, misdirected: true },
    /two content types in one header and a time of sending.* as after a 421/,
  ],
  [
    { code: 'discarded-response', byType: true, byTiming: false, misdirected: false },
    /two content types in one header: .* not after a 421/,
  ],
])('%o is put into words', (basis, expected) => {
  expect(basisWords(basis)).toMatch(expected);
  expect(basisWords(basis)).toMatch(/^[A-Z].*\.$/);
});
