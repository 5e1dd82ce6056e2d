import { describe, expect, test } from 'vitest';
import { CaptureBuilder } from '../../model/builder/builder.ts';
import type { Capture } from '../../model/capture.ts';
import { CHROMIUM_RUNS, captureOf, readFixtureText } from '../../testing/fixtures.ts';
import { createHarReader } from './har-reader.ts';
import { readHar } from './read-har.ts';

interface RawEntry {
  readonly _connectionId?: string;
  readonly _socket?: number;
  readonly _run?: number;
  readonly _securityDetails?: { sanList: string[] };
  readonly _tls_next_proto?: string;
  readonly serverIPAddress?: string;
  readonly startedDateTime: string;
  readonly time: number;
  readonly request: { url: string; method: string };
  readonly response: { status: number; httpVersion: string };
  readonly timings: Record<string, number>;
}

function read(name: string): { capture: Capture; entries: RawEntry[]; text: string } {
  const text = readFixtureText(name);
  const har = JSON.parse(text) as { log: { entries: RawEntry[] } };
  return { capture: captureOf(createHarReader, text), entries: har.log.entries, text };
}

/** How often each value occurs. */
function count(values: readonly unknown[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[String(value)] = (counts[String(value)] ?? 0) + 1;
  return counts;
}

const PROTOCOLS: Record<string, string> = { 'HTTP/2': 'h2', 'HTTP/3': 'h3', h3: 'h3', 'http/2.0': 'h2' };

/** Properties of every capture of a HAR: one request per entry, with the entry's own numbers. */
function expectSameNumbers(capture: Capture, entries: readonly RawEntry[]): void {
  expect(capture.problems).toEqual([]);
  expect(capture.truncated).toBe(false);
  expect(capture.requests.map(({ url, method }) => `${method} ${url}`)).toEqual(
    entries.map(({ request }) => `${request.method} ${request.url}`),
  );
  expect(count(capture.requests.map(({ status }) => status ?? 0))).toEqual(
    count(entries.map(({ response }) => response.status)),
  );
  expect(count(capture.requests.map(({ protocol }) => protocol))).toEqual(
    count(entries.map(({ response }) => PROTOCOLS[response.httpVersion] ?? null)),
  );
  expect(capture.requests.map(({ har }) => har)).toEqual(entries);
}

describe.each(CHROMIUM_RUNS)('Chromium run %s', (run) => {
  const { capture, entries, text } = read(`chromium/${run}.har.json.gz`);

  test('has the numbers of a plain count', () => {
    expectSameNumbers(capture, entries);
    expect(capture.browser).toEqual({ name: 'Chrome', version: '156.0.0.0' });
    expect(capture.harLog).toMatchObject({ version: '1.2', creator: { name: 'WebInspector' } });
    expect(capture.harLog).not.toHaveProperty('entries');
  });

  test('assigns attempts to connections like `_connectionId`', () => {
    expect(capture.requests.map(({ attempts }) => attempts.map(({ connection }) => connection))).toEqual(
      entries.map((entry) => [entry._connectionId]),
    );
    const ids = [...new Set(entries.map((entry) => entry._connectionId))];
    expect(capture.connections.map(({ id }) => id)).toEqual(ids);
  });

  test('agrees with the server about the host that each connection was opened for', () => {
    const truth = JSON.parse(readFixtureText(`chromium/${run}.truth.json.gz`)) as {
      attempts: { conn: number; sni: string; host: string; path: string; method: string; status: number }[];
    };
    const opened = capture.connections.filter(({ openedFor }) => openedFor !== null);
    expect(opened.length).toBeGreaterThan(2);
    const final = new Map(truth.attempts.map((row) => [`${row.method} ${row.host} ${row.path}`, row]));
    for (const request of capture.requests) {
      const url = new URL(request.url);
      const row = final.get(`${request.method} ${url.hostname} ${url.pathname}`);
      const connection = capture.connections.find(({ id }) => id === request.attempts[0]?.connection);
      if (row === undefined || !connection?.openedFor) continue;
      expect(new URL(connection.openedFor).hostname, request.url).toBe(row.sni);
    }
  });

  test('is the same when read in pieces and as a parsed document', () => {
    expect(captureOf(createHarReader, text, 1_009)).toEqual(capture);
    const builder = new CaptureBuilder();
    readHar((JSON.parse(text) as { log: unknown }).log, (evidence) => builder.apply(evidence));
    expect(builder.snapshot()).toEqual(capture);
  });
});

describe('WebPageTest, two runs of a shop', () => {
  const { capture, entries } = read('dialects/webpagetest.har.gz');

  test('has the numbers of a plain count', () => {
    expectSameNumbers(capture, entries);
    expect(capture.browser).toEqual({ name: 'Chrome', version: '146.0.0.0' });
  });

  test('keeps the sockets of the two runs apart', () => {
    const sockets = new Set(entries.map((entry) => `${entry._run} ${entry._socket}`));
    expect(sockets.size).toBe(14);
    expect(capture.connections).toHaveLength(sockets.size);
    expect(new Set(capture.connections.map(({ id }) => id.split(':')[0]))).toEqual(new Set(['1.0', '2.0']));
  });

  test('has the certificate of each connection that has one', () => {
    const withCertificate = new Set(
      entries.filter((entry) => entry._securityDetails).map((entry) => `${entry._run} ${entry._socket}`),
    );
    const known = capture.connections.filter(({ certificate }) => certificate !== null);
    expect(known).toHaveLength(withCertificate.size);
    expect(known[0]?.certificate?.names).toContain('www.shop.test');
  });

  test('starts an entry when the browser made the request, and ends it when it was done', () => {
    // The first: created at 15 ms, sent at 116 ms, which is its startedDateTime; 33 ms of waiting and receiving.
    const sent = Date.parse('2026-03-26T23:56:02.610+00:00');
    expect(capture.requests[0]).toMatchObject({ startedAt: sent - 101, endedAt: sent + 33 });
    expect(capture.requests[0]?.attempts[0]).toMatchObject({ startedAt: sent, stream: 1, reused: false });
  });
});

describe('Firefox, a search', () => {
  const { capture, entries } = read('dialects/firefox.har.gz');

  test('has the numbers of a plain count', () => {
    expectSameNumbers(capture, entries);
    expect(capture.browser).toEqual({ name: 'Firefox', version: '146.0.1' });
  });

  test('has no connections, and an attempt for each entry with an address', () => {
    expect(capture.connections).toEqual([]);
    const attempts = capture.requests.flatMap((request) => request.attempts);
    expect(attempts).toHaveLength(entries.filter((entry) => entry.serverIPAddress).length);
    expect(attempts.every(({ connection }) => connection === null)).toBe(true);
  });
});
