import { describe, expect, it } from 'vitest';
import { readHar } from '../../sources/har/read-har.ts';
import { createMozLogReader } from '../../sources/moz-log/reader.ts';
import { createNetLogReader } from '../../sources/netlog/netlog-reader.ts';
import { buildCapture } from '../../testing/build-capture.ts';
import { captureOf, readFixtureText } from '../../testing/fixtures.ts';
import { type LabTruth, readTruth } from '../../testing/lab-truth.ts';
import { type RequestSketch, sketchCapture } from '../../testing/sketch-capture.ts';
import type { Cost } from '../analysis.ts';
import { analyze } from '../analyze.ts';

/** Each 421 in the servers' log: its time, connection and body size, and the attempt that came next. */
function lostOf(truth: LabTruth) {
  const seen = new Set<number>();
  const lost: { key: string; at: number; nextAt: number | null; sent: number; opened: number | null }[] = [];
  const keyOf = (a: LabTruth['attempts'][number]) => `${a.method} https://${a.authority}${a.path}`;
  truth.attempts.forEach((attempt, i) => {
    const { connection, status, at, bodySize } = attempt;
    seen.add(connection);
    if (status !== 421) return;
    const rest = truth.attempts.slice(i + 1);
    const next = rest.find((later) => keyOf(later) === keyOf(attempt));
    const opened = next !== undefined && !seen.has(next.connection) ? next.connection : null;
    lost.push({
      key: keyOf(attempt),
      at,
      nextAt: next?.at ?? null,
      sent: bodySize ?? 0,
      opened,
    });
  });
  return lost;
}

/** Connections that were opened after a 421 and before the next attempt: used for that first, or never used at all. */
function openedAfter421(truth: LabTruth): number {
  const used = new Set(truth.attempts.map(({ connection }) => connection));
  const lost = lostOf(truth);
  const opened = new Set(lost.flatMap(({ opened: one }) => one ?? []));
  for (const { connection, sni, openedAt } of truth.connections) {
    const isBetween = ({ key, at, nextAt }: (typeof lost)[number]) =>
      key.includes(`//${sni}:`) && openedAt >= at && openedAt <= (nextAt ?? at);
    if (!used.has(connection) && lost.some(isBetween)) opened.add(connection);
  }
  return opened.size;
}

/** The server's clock has whole milliseconds, and so has the NetLog's offset. */
const CLOCK = 3;

const NAMES = ['rules', 'direct', 'happy-eyeballs-3', 'h3-forced', 'h3-alt-svc', 'goaway', 'proxy-h2'];

describe.each(NAMES)('%s: real Chromium and what its servers saw', (name) => {
  const analysis = analyze(captureOf(createNetLogReader, readFixtureText(`netlog/${name}.netlog.json.gz`)));
  const truth = lostOf(readTruth(name));
  const { cost } = analysis.summary;

  it('counts every 421 and every connection that was opened after one', () => {
    expect(cost.attempts).toBe(truth.length);
    expect(cost.connections).toHaveLength(openedAfter421(readTruth(name)));
    expect(cost.atLeast).not.toContain('connections');
  });

  it('lasts until the browser sent again: after the server got the first, before it got the second', () => {
    for (const { record, attempts, cost: own } of analysis.requests.values()) {
      const rows = truth.filter(({ key }) => key === `${record.method} ${record.url}`);
      const [only] = rows;
      // With two 421s the second costs its own response too, and no server saw the end of that.
      if (rows.length !== 1 || only?.nextAt === null || only === undefined || own === null) continue;
      const sentAt = attempts.find(({ misdirected }) => misdirected)?.startedAt ?? Number.NaN;
      const until = sentAt + (own.ms ?? Number.NaN);
      // One machine, one clock, in whole milliseconds.
      expect(sentAt).toBeLessThan(only.at + CLOCK);
      expect(until).toBeGreaterThan(only.at - CLOCK);
      expect(until).toBeLessThan(only.nextAt + CLOCK);
    }
  });
});

it('counts wasted request bodies as the server read them, and responses by their stated length', () => {
  const analysis = analyze(captureOf(createNetLogReader, readFixtureText('netlog/rules.netlog.json.gz')));
  const lost = lostOf(readTruth('rules'));
  const sent = (key: string) =>
    lost.filter((one) => one.key === key).reduce((sum, { sent: bytes }) => sum + bytes, 0);
  const costly = [...analysis.requests.values()].filter(({ cost }) => cost !== null);
  for (const { record, cost } of costly) {
    const key = `${record.method} ${record.url}`;
    const answers = lost.filter((one) => one.key === key).length;
    expect({ key, sent: cost?.bytesSent }).toEqual({ key, sent: sent(key) });
    // Each says `Content-Length: 4`.
    expect({ key, received: cost?.bytesReceived }).toEqual({ key, received: 4 * answers });
  }
  // One with its length, and one that is a stream, whose length no header states.
  expect(costly.map(({ cost }) => cost?.bytesSent).filter((bytes) => bytes !== 0)).toEqual([2000, 8]);
  expect(analysis.summary.cost).toMatchObject({ bytesSent: 2008, bytesReceived: 28, atLeast: [] });
});

it('Firefox opens connection after connection where an ORIGIN frame lists what is answered 421', () => {
  const capture = captureOf(createMozLogReader, readFixtureText('firefox/origin.moz_log.gz'));
  const truth: LabTruth = JSON.parse(readFixtureText('firefox/origin.truth.json.gz'));
  const { connections, ms } = analyze(capture).summary.cost;
  const seen = openedAfter421(truth);
  expect(seen).toBeGreaterThan(200);
  // One that ended in its handshake is none for the server, and one for the browser: a few of hundreds.
  expect(Math.abs((connections?.length ?? 0) - seen)).toBeLessThan(5);
  const [lost] = lostOf(truth);
  expect(ms).toBeGreaterThan((lost?.nextAt ?? 0) - (lost?.at ?? 0) - 100);
});

it.each(['t1', 't7'])(
  'Firefox’s %s: request, finding and capture count the same connections as opened',
  (name) => {
    const har = JSON.parse(readFixtureText(`firefox/${name}.har.json.gz`));
    const { requests, findings, summary } = analyze(buildCapture((emit) => readHar(har, emit)));
    const costly = [...requests.values()].filter(({ cost }) => cost !== null);
    const idsOf = (costs: readonly (Cost | null)[]) => [
      ...new Set(costs.flatMap((cost) => cost?.connections ?? [])),
    ];
    expect(costly.length).toBeGreaterThan(1);
    expect(idsOf(costly.map(({ cost }) => cost))).toEqual(summary.cost.connections);
    expect(idsOf(findings.map(({ cost }) => cost)).sort()).toEqual(
      [...(summary.cost.connections ?? [])].sort(),
    );
    // What carried the first attempt was not opened for the second, and not given up.
    for (const { cost, attempts } of costly) expect(cost?.connections).not.toContain(attempts[0]?.connection);
  },
);

describe('a capture', () => {
  const A = 'https://a.test';
  const B = 'https://b.test';
  const connections = [
    { id: '1', openedFor: A, openedAt: 0, names: ['a.test', 'b.test'] },
    { id: '2', openedFor: B, openedAt: 0, setup: { dns: 1, connect: 4, tls: 5 } },
  ];
  const lost = {
    connection: '1',
    status: 421,
    restart: 'misdirected' as const,
    startedAt: 100,
    endedAt: 120,
  };
  const resent = { connection: '2', status: 200, reused: false, startedAt: 140, endedAt: 160 };
  const logged = (path: string, more: object = {}): RequestSketch => ({
    url: `${B}/${path}`,
    requestHeaders: {},
    attempts: [lost, { ...resent, ...more }],
  });
  const costs = (requests: readonly RequestSketch[], source: 'netlog' | 'har' = 'netlog') =>
    analyze(sketchCapture({ source, connections, requests })).summary.cost;

  it('counts a connection that two requests waited for once, with its setup, and the time of both', () => {
    expect(costs([logged('1'), logged('2')])).toMatchObject({ ms: 80, connections: ['2'], setupMs: 10 });
  });

  it('counts no connection that was open already', () => {
    expect(costs([logged('1', { reused: true })])).toMatchObject({ connections: [], setupMs: 0 });
  });

  it('is null for what no source reports, and marks partial sums', () => {
    expect(costs([logged('1', { connection: null })])).toMatchObject({
      ...{ connections: null, setupMs: null, bytesReceived: null },
      ...{ bytesSent: 0, ms: 40, atLeast: [] },
    });
    expect(costs([logged('1', { connection: null }), logged('2')])).toMatchObject({
      ...{ connections: ['2'], atLeast: ['connections', 'setupMs'] },
    });
  });

  it('has a finding with the cost of its requests, and no cost without a 421', () => {
    const analysis = analyze(sketchCapture({ source: 'netlog', connections, requests: [logged('1')] }));
    expect(analysis.findings.find(({ kind }) => kind === 'misdirected-recovered')?.cost).toEqual(
      analysis.summary.cost,
    );
    expect(costs([{ url: `${A}/`, connection: '1' }], 'har')).toEqual({
      ...{ attempts: 0, ms: 0, bytesSent: 0, bytesReceived: 0, connections: [], setupMs: 0, atLeast: [] },
    });
  });

  it('shows from a HAR what Chromium lost to a hidden 421', () => {
    const requests = [
      { url: `${A}/`, connection: '1', at: 0 },
      { url: `${B}/`, connection: '2', at: 100, stalled: 22, setup: 40, reused: false, took: 90 },
    ];
    const [, first = { id: '', openedFor: B }] = connections;
    const unopened = [connections[0] ?? first, { ...first, openedAt: undefined, setup: null }];
    const { summary } = analyze(sketchCapture({ connections: unopened, requests }));
    expect(summary.misdirectedAttempts).toBe(1);
    expect(summary.cost).toMatchObject({ ms: 62, connections: ['2'], setupMs: 40, bytesReceived: null });
  });
});
