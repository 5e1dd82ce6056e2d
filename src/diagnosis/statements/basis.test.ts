import { expect, it } from 'vitest';
import type { AttemptBasis } from '../../analysis/attempts/attempt-basis.ts';
import { basisWords } from './basis.ts';

it.each<[AttemptBasis, RegExp]>([
  [{ code: 'reported', source: 'netlog' }, /own log \(NetLog\)/],
  [{ code: 'visible-421', family: 'firefox' }, /saw a 421; Firefox shows one only/],
  [{ code: 'stalled-opener', stalledMs: 22.4, candidates: 1 }, /lost 22 ms.*although a connection to/],
  [{ code: 'stalled-opener', stalledMs: 5.25, candidates: 2 }, /lost 5\.3 ms.*although 2 connections to/],
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
])('%o is one sentence', (basis, expected) => {
  expect(basisWords(basis)).toMatch(expected);
  expect(basisWords(basis)).toMatch(/^[A-Z].*\.$/);
});
