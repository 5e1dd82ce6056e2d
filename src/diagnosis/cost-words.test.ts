import { expect, it } from 'vitest';
import type { Cost } from '../analysis/analysis.ts';
import { costWords } from './cost-words.ts';

const NONE: Cost = {
  attempts: 1,
  ms: 0,
  bytesSent: 0,
  bytesReceived: 0,
  connections: [],
  setupMs: 0,
  atLeast: [],
};

it.each<[Partial<Cost>, string]>([
  [{ ms: 212.4, bytesSent: 100, bytesReceived: 4000 }, 'no new connection, 212 ms, 4.1 kB of bodies'],
  [{ ms: 1234, connections: ['7'], setupMs: 75 }, '1 new connection (75 ms to set up), 1.23 s'],
  [
    { ms: 3.14, connections: ['7', '8'], setupMs: 75, atLeast: ['connections', 'setupMs', 'ms'] },
    'at least 2 new connections (at least 75 ms to set up), at least 3.1 ms',
  ],
  [{ ms: 10_857, connections: ['7'], setupMs: null }, '1 new connection, 10.9 s'],
  [{ bytesSent: 2_500_000, bytesReceived: null }, 'no new connection, 0 ms, at least 2.5 MB of bodies'],
  [
    { ms: null, bytesReceived: null, connections: null, setupMs: null },
    'connections unknown, time unknown, bytes unknown',
  ],
])('%j: %s', (cost, words) => {
  expect(costWords({ ...NONE, ...cost })).toBe(words);
});
