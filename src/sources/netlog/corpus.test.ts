import { describe, expect, it } from 'vitest';
import type { Capture } from '../../model/capture.ts';
import { hostOf, originParts } from '../../model/origin.ts';
import { CHROMIUM_RUNS, captureOf, readFixtureText } from '../../testing/fixtures.ts';
import { createNetLogReader } from './netlog-reader.ts';

/** What the server saw: `conn` is its own number of the TLS connection. */
interface TruthAttempt {
  readonly conn: number;
  readonly stream: number;
  readonly host: string;
  readonly path: string;
  readonly method: string;
  readonly status: number;
  readonly coalesced: boolean;
}

interface Truth {
  readonly port: number;
  readonly attempts: readonly TruthAttempt[];
}

type Sending = Pick<TruthAttempt, 'stream' | 'status' | 'coalesced'> & { readonly connection: string };
type Sendings = Record<string, Sending[]>;

const readings = CHROMIUM_RUNS.map((run) => {
  const truth: Truth = JSON.parse(readFixtureText(`chromium/${run}.truth.json.gz`));
  return { run, truth, netlog: readFixtureText(`chromium/${run}.netlog.json.gz`) };
});

describe.each(readings)('Chromium run $run', ({ truth, netlog }) => {
  const capture = captureOf(createNetLogReader, netlog);

  it('is read whole, without a problem', () => {
    expect(capture.problems).toEqual([]);
    expect(capture.truncated).toBe(false);
    expect(capture.browser).toEqual({ name: 'Chromium', version: '156.0.8078.79' });
  });

  it('gives every attempt its status, stream, connection and coalescing, in order, as the server saw them', () => {
    const { sendings, requests } = sentByNetLog(capture, truth.port);
    // No run requests anything twice, so the order within a host, path and method is that of the attempts.
    expect(requests).toBe(Object.keys(sendings).length);
    const names = connectionNames(truth, sendings);
    expect(new Set(names.values()).size, 'two connections of the server are one here').toBe(names.size);
    expect(sendings).toEqual(
      sentByServer(truth, (conn) => names.get(conn) ?? `connection ${conn} of the server`),
    );
  });

  it('reports certificate, address and opening of every connection that was used', () => {
    const used = new Set(capture.requests.flatMap(({ attempts }) => attempts.map((a) => a.connection)));
    for (const connection of capture.connections.filter(({ id }) => used.has(id))) {
      expect(connection).toMatchObject({ protocol: 'h2', openedForCertainty: 'observed' });
      expect(connection.remote?.port).toBe(truth.port);
      expect(connection.certificate?.names.length).toBeGreaterThan(0);
      expect(connection.openedAt).toBeLessThanOrEqual(connection.closedAt ?? 0);
      expect(connection.privacyMode).not.toBeNull();
      expect(connection.partition).toMatch(/^https:\/\//);
    }
  });

  it('reports for every attempt but the last that a 421 made the browser re-send', () => {
    for (const { attempts } of capture.requests) {
      const [last, ...before] = [...attempts].reverse();
      expect(last?.restart ?? null).toBeNull();
      for (const attempt of before) expect(attempt).toMatchObject({ restart: 'misdirected', status: 421 });
    }
  });

  it('reports the outcome of the last attempt as that of the request', () => {
    for (const request of capture.requests.filter(({ attempts }) => attempts.length > 0)) {
      expect(request.status).toBe(request.attempts.at(-1)?.status);
      expect(request.startedAt).toBeLessThanOrEqual(request.attempts[0]?.startedAt ?? 0);
      expect(request.endedAt).toBe(request.attempts.at(-1)?.endedAt);
      expect(request.requestHeaders?.some(({ name }) => name === 'user-agent')).toBe(true);
    }
  });
});

it('covers hidden and repeated 421s, coalescing and its absence', () => {
  const all = readings.flatMap(({ truth }) => truth.attempts);
  expect(all).toHaveLength(281);
  expect(all.filter(({ status }) => status === 421).length).toBeGreaterThan(30);
  expect(all.filter(({ coalesced }) => coalesced).length).toBeGreaterThan(50);
});

it.each([1, 7, 64 * 1024])('reads the same in pieces of %i', (size) => {
  const { netlog } = readings[0] ?? { netlog: '' };
  expect(captureOf(createNetLogReader, netlog, size)).toMatchObject({
    ...captureOf(createNetLogReader, netlog),
    version: expect.any(Number),
  });
});

function keyOf(method: string, host: string | null, path: string): string {
  return `${method} ${host}${path}`;
}

function sentByNetLog(capture: Capture, port: number): { sendings: Sendings; requests: number } {
  const openedFor = new Map(capture.connections.map(({ id, openedFor }) => [id, hostOf(openedFor ?? '')]));
  const requests = capture.requests.filter(({ url }) => originParts(url)?.port === port);
  const sendings: Sendings = {};
  for (const { method, url, attempts } of requests) {
    const host = hostOf(url);
    sendings[keyOf(method, host, url.replace(/^https:\/\/[^/]+/, ''))] = attempts.map((attempt) => ({
      connection: attempt.connection ?? 'none',
      stream: attempt.stream ?? -1,
      status: attempt.status ?? -1,
      coalesced: openedFor.get(attempt.connection ?? '') !== host,
    }));
  }
  return { sendings, requests: requests.length };
}

function sentByServer({ attempts }: Truth, connectionName: (conn: number) => string): Sendings {
  const sendings: Sendings = {};
  for (const { conn, stream, host, path, method, status, coalesced } of attempts) {
    const key = keyOf(method, host, path);
    const sending = { connection: connectionName(conn), stream, status, coalesced };
    sendings[key] = [...(sendings[key] ?? []), sending];
  }
  return sendings;
}

/** What the NetLog calls each of the server's connections, by the first attempt on it. */
function connectionNames({ attempts }: Truth, sendings: Sendings): Map<number, string> {
  const seen = new Map<string, number>();
  const names = new Map<number, string>();
  for (const { conn, host, path, method } of attempts) {
    const key = keyOf(method, host, path);
    const index = seen.get(key) ?? 0;
    seen.set(key, index + 1);
    const connection = sendings[key]?.[index]?.connection;
    if (connection !== undefined && !names.has(conn)) names.set(conn, connection);
  }
  return names;
}
