import { expect, it } from 'vitest';
import type { LabLog, LoggedAttempt } from '../../../e2e/lab/log.ts';
import { analyze } from '../../../src/analysis/analyze.ts';
import { readHar } from '../../../src/sources/har/read-har.ts';
import { buildCapture } from '../../../src/testing/build-capture.ts';
import { reconstructedNumbers } from './connection-numbers.ts';

const START = Date.parse('2024-05-01T10:00:00.000Z');

/** One request over HTTP/2: its second, and the milliseconds that its own connection took for TLS. */
const entry = ([path, second, ssl]: readonly [string, number, number]) => ({
  startedDateTime: new Date(START + second * 1000).toISOString(),
  time: 30 + ssl,
  request: { method: 'GET', url: `https://a.shop.test:8443${path}`, headers: [] },
  response: { status: 200, httpVersion: 'HTTP/2', headers: [] },
  timings: { blocked: 0, dns: 0, connect: 0, ssl, send: 0, wait: 20, receive: 10 },
  serverIPAddress: '192.0.2.7',
  connection: '8443',
});

const REQUESTS = [
  ['/1', 0, 9],
  ['/2', 1, 0],
  ['/3', 2, 9],
  ['/4', 3, 0],
  ['/5', 4, 0],
] as const;

function attempt([path, second]: readonly [string, number, number], connection: number): LoggedAttempt {
  const host = 'a.shop.test';
  return {
    ...{ connection, stream: 1, sni: host, authority: `${host}:8443`, host, method: 'GET', path },
    ...{ bodySize: 0, status: 200, at: START + second * 1000, endedAt: null, coalesced: false },
  };
}

/** The servers' numbers of the reconstructed connections, when the five requests came on these. */
function numbersOf(...connections: number[]): number[] {
  const har = { log: { creator: { name: 'Firefox', version: '153' }, entries: REQUESTS.map(entry) } };
  const analysis = analyze(buildCapture((emit) => readHar(har, emit)));
  const attempts = REQUESTS.flatMap((request, i) => attempt(request, connections[i] ?? 0));
  const truth: LabLog = { attempts, connections: [] };
  return [...reconstructedNumbers(analysis, truth).values()];
}

it('gives a reconstructed connection the number that most of its attempts have', () => {
  expect(numbersOf(1, 1, 2, 2, 2).sort()).toEqual([1, 2]);
  expect(numbersOf(1, 1, 2, 2, 3).sort()).toEqual([1, 2]);
});

it('gives no two reconstructed connections the same number', () => {
  // All came on one connection, so only the reconstructed one with most of them has its number.
  expect(numbersOf(7, 7, 7, 7, 7)).toEqual([7]);
});
