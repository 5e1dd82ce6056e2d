import { expect, test } from 'vitest';
import { analyze } from '../../src/analysis/analyze.ts';
import { type CaptureSketch, sketchCapture } from '../../src/testing/sketch-capture.ts';
import { connectionRows } from './connection-rows.ts';

const A = 'https://a.shop.test';
const B = 'https://b.shop.test';

/** Why each connection is redundant, as the table shows it. */
function redundantColumn(sketch: Omit<CaptureSketch, 'connections'>) {
  const connections = [
    { id: '1', openedFor: A, openedAt: 0, setup: { dns: 0, connect: 10, tls: 10 } },
    { id: '2', openedFor: B },
  ];
  const rows = connectionRows(analyze(sketchCapture({ connections, ...sketch })), null);
  return rows.map(({ redundant }) => redundant);
}

test('a filter keeps the connections that carried a matching request', () => {
  const requests = [
    { url: `${A}/`, connection: '1' },
    { url: `${A}/2`, connection: '1', at: 50 },
    { url: `${B}/`, connection: '2', at: 60 },
  ];
  const connections = [
    { id: '1', openedFor: A },
    { id: '2', openedFor: B },
  ];
  const analysis = analyze(sketchCapture({ connections, requests }));
  expect(connectionRows(analysis, new Set(['r2'])).map(({ id }) => id)).toEqual(['1']);
});

test('the cause of a redundant connection has a question mark when it is inferred from timing', () => {
  const page = { url: `${A}/`, connection: '1', at: 0, setup: 20, reused: false };
  const resent = { url: `${B}/x`, connection: '2', at: 100, took: 85, stalled: 22, setup: 40, reused: false };
  expect(redundantColumn({ requests: [page, resent] })).toEqual([null, 'AFTER-421?']);
  const attempts = [
    { connection: '1', status: 421, restart: 'misdirected', startedAt: 101, endedAt: 120 },
    { connection: '2', status: 200, reused: false, startedAt: 130, endedAt: 150 },
  ] as const;
  expect(
    redundantColumn({ source: 'netlog', requests: [page, { url: `${B}/x`, at: 100, attempts }] }),
  ).toEqual([null, 'AFTER-421']);
});
