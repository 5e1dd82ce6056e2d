import { describe, expect, it } from 'vitest';
import type { Capture } from '../../model/capture.ts';
import { hostOf, originParts } from '../../model/origin.ts';
import { captureOf, readFixtureText } from '../../testing/fixtures.ts';
import { createMozLogReader } from './reader.ts';

/** One attempt in a server's log; `conn` is that server's own number of the TLS connection. */
interface Row {
  readonly ev: string;
  readonly conn: number;
  readonly stream: number;
  readonly sni: string;
  readonly authority: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
}

interface Sending {
  readonly connection: string;
  readonly stream: number | null;
  readonly status: number | null;
  readonly openedFor: string | null;
  readonly coalesced: boolean;
}

/** The run, the names of its servers, and the level of nsHttp that it was recorded with. */
const RUNS = [
  ['t1', ['server'], 5],
  ['t2', ['server'], 4],
  ['t7', ['server'], 3],
  ['t11', ['server-a', 'server-d'], 5],
  ['o1', ['server-a', 'server-d'], 5],
  ['o2', ['server-a'], 5],
  ['o3', ['server-a'], 5],
] as const;
const PORT = 28943;

const readings = RUNS.map(([run, servers, level]) => {
  const rows = servers.flatMap((server) => truthOf(run, server));
  return { run, level, rows, log: readFixtureText(`firefox/${run}.moz_log.gz`) };
});

describe.each(readings)('Firefox run $run, nsHttp:$level', ({ rows, log }) => {
  const capture = captureOf(createMozLogReader, log);

  it('agrees with the servers about the status, stream, connection and coalescing of every attempt, in order', () => {
    const sent = sentByLog(capture);
    const names = connectionNames(rows, sent);
    expect(new Set(names.values()).size, 'two connections of the servers are one here').toBe(names.size);
    expect(sent).toEqual(sentByServers(rows, names));
  });

  it('has no problem except its missing end, which Firefox had no time to write', () => {
    expect(capture.problems.map(({ code }) => code)).toEqual(['moz-log-truncated']);
    expect(capture.truncated).toBe(true);
    expect(capture.browser).toEqual({ name: 'Firefox', version: '153.0' });
  });

  it('gives the reason for every re-send: a 421, or a 408', () => {
    for (const { attempts } of capture.requests) {
      expect(attempts.at(-1)?.restart ?? null).toBeNull();
      for (const { status, restart } of attempts.slice(0, -1)) {
        expect(restart).toBe(status === 421 ? 'misdirected' : 'error');
        expect([421, 408]).toContain(status);
      }
    }
  });
});

describe('HTTP/1.1, over which the extension of run t7 sent its observations', () => {
  const log = readings.find(({ run }) => run === 't7')?.log ?? '';
  const { requests, connections } = captureOf(createMozLogReader, log);
  const posts = requests.filter(({ url }) => url === 'http://127.0.0.1:28980/');

  it('every request has one attempt, with the only status that its server sent', () => {
    const answers = log.match(/ParseLine \[HTTP\/1\.1 200 OK\]/g)?.length;
    const sent = posts.filter(({ attempts }) => attempts.length > 0);
    expect(sent.filter(({ status }) => status === 200)).toHaveLength(answers ?? -1);
    for (const { method, attempts, protocol } of sent) {
      expect({ method, sendings: attempts.length, protocol }).toEqual({
        method: 'POST',
        sendings: 1,
        protocol: 'http/1.1',
      });
      expect(attempts[0]).toMatchObject({ stream: null, error: null });
    }
  });

  it('a connection carries one request after the other (RFC 9112 section 9.3), and there are at most six', () => {
    const attempts = posts.flatMap((post) => post.attempts);
    const used = new Set(attempts.map(({ connection }) => connection));
    expect(used.size).toBeGreaterThan(1);
    expect(used.size).toBeLessThanOrEqual(6);
    for (const id of used) {
      const opened = connections.find((connection) => connection.id === id);
      expect(opened).toMatchObject({ openedFor: 'http://127.0.0.1:28980', protocol: 'http/1.1' });
      const times = attempts
        .filter(({ connection }) => connection === id)
        .map(({ startedAt, endedAt }) => [startedAt ?? 0, endedAt ?? Number.POSITIVE_INFINITY] as const)
        .sort(([a], [b]) => a - b);
      for (const [i, [start]] of times.entries()) {
        expect(times[i - 1]?.[1] ?? 0).toBeLessThanOrEqual(start);
      }
    }
  });
});

it('covers hidden and visible 421s, coalescing and its absence', () => {
  const all = readings.flatMap(({ rows }) => rows);
  expect(all).toHaveLength(74);
  expect(all.filter(({ status }) => status === 421).length).toBeGreaterThan(15);
  expect(all.filter(({ sni, authority }) => !authority.startsWith(`${sni}:`)).length).toBeGreaterThan(10);
});

function truthOf(run: string, server: string): (Row & { readonly server: string })[] {
  const lines = readFixtureText(`firefox/${run}.${server}.jsonl.gz`).trim().split('\n');
  return lines
    .map((line): Row => JSON.parse(line))
    .filter(({ ev }) => ev === 'req')
    .map((row) => ({ ...row, server }));
}

/** Attempts by method and URL, in order. */
function sentByLog(capture: Capture): Record<string, Sending[]> {
  const openedFor = new Map(capture.connections.map((connection) => [connection.id, connection.openedFor]));
  const sent: Record<string, Sending[]> = {};
  const requests = capture.requests.filter(({ url }) => originParts(url)?.port === PORT);
  for (const { method, url, attempts } of requests) {
    for (const { connection, stream, status } of attempts) {
      const opened = openedFor.get(connection ?? '') ?? null;
      const coalesced = opened !== null && hostOf(opened) !== hostOf(url);
      const one = { connection: connection ?? 'none', stream, status, openedFor: opened, coalesced };
      sent[`${method} ${url}`] = [...(sent[`${method} ${url}`] ?? []), one];
    }
  }
  return sent;
}

function sentByServers(
  rows: readonly (Row & { readonly server: string })[],
  names: ReadonlyMap<string, string>,
): Record<string, Sending[]> {
  const sent: Record<string, Sending[]> = {};
  for (const { server, conn, stream, sni, authority, method, path, status } of rows) {
    const connection = names.get(`${server} ${conn}`) ?? `connection ${conn} of ${server}`;
    const openedFor = `https://${sni}:${PORT}`;
    const coalesced = hostOf(`https://${authority}`) !== sni;
    const key = `${method} https://${authority}${path}`;
    sent[key] = [...(sent[key] ?? []), { connection, stream, status, openedFor, coalesced }];
  }
  return sent;
}

/** The log's id of each connection of the servers, found by the first attempt on it. */
function connectionNames(
  rows: readonly (Row & { readonly server: string })[],
  sent: Readonly<Record<string, readonly Sending[]>>,
): Map<string, string> {
  const seen = new Map<string, number>();
  const names = new Map<string, string>();
  for (const { server, conn, authority, method, path } of rows) {
    const key = `${method} https://${authority}${path}`;
    const index = seen.get(key) ?? 0;
    seen.set(key, index + 1);
    const name = sent[key]?.[index]?.connection;
    if (name !== undefined && !names.has(`${server} ${conn}`)) names.set(`${server} ${conn}`, name);
  }
  return names;
}
