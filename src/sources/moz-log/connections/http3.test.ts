import { describe, expect, it } from 'vitest';
import type { Capture } from '../../../model/capture.ts';
import { hostOf, originParts } from '../../../model/origin.ts';
import { captureOf, readFixtureText } from '../../../testing/fixtures.ts';
import { createMozLogReader } from '../reader.ts';

/** A line of Caddy's access log; `conn` is the client's port, and so identifies the connection. */
interface Row {
  readonly conn: number;
  readonly hv: string;
  readonly authority: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
}

// about:logging's preset "Networking". Caddy answers over HTTP/3, with a 421 only for /mis1.
const log = readFixtureText('firefox/h3.moz_log.gz');
const rows = readFixtureText('firefox/h3.server.jsonl.gz')
  .trim()
  .split('\n')
  .map((line): Row => JSON.parse(line));
const capture = captureOf(createMozLogReader, log);
const lab = capture.requests.filter(({ url }) => originParts(url)?.port === 29443);

describe('a log of HTTP/3, with the preset of about:logging', () => {
  it('agrees with the server about the protocol, status and connection of every attempt', () => {
    const protocols = new Map(capture.connections.map(({ id, protocol }) => [id, protocol]));
    const sent = lab.flatMap(({ method, url, attempts }) =>
      attempts.map(({ connection, status }) => {
        return { connection, protocol: protocols.get(connection ?? ''), method, url, status };
      }),
    );
    const names = new Map<number, string | null>();
    const expected = rows.map(({ conn, hv, authority, method, path, status }) => {
      const url = `https://${authority}${path}`;
      const already = [...names.values()];
      const at = sent.filter((one) => one.url === url);
      const one = at.find(({ protocol }) => protocol === (hv === '3.0' ? 'h3' : 'h2'));
      if (!names.has(conn)) {
        names.set(conn, one?.connection ?? null);
        expect(already).not.toContain(one?.connection);
      }
      const protocol = hv === '3.0' ? 'h3' : 'h2';
      return { connection: names.get(conn), protocol, method, url, status };
    });
    expect(new Set(sent)).toEqual(new Set(expected));
    expect(sent).toHaveLength(expected.length);
  });

  it('numbers the streams like QUIC: 0, 4, 8, … on each connection (RFC 9000 section 2.1)', () => {
    const onQuic = lab
      .flatMap(({ attempts }) => attempts)
      .filter(({ connection }) => isQuic(capture, connection));
    const used = new Set(onQuic.map(({ connection }) => connection));
    expect(used.size).toBe(3);
    for (const id of used) {
      const attempts = onQuic.filter(({ connection }) => connection === id);
      const ordered = attempts.toSorted((a, b) => (a.startedAt ?? 0) - (b.startedAt ?? 0));
      expect(ordered.map(({ stream }) => stream)).toEqual(attempts.map((_, i) => i * 4));
    }
  });

  it('shows that c.test used the connection opened for b.test', () => {
    const c1 = lab.find(({ url }) => hostOf(url) === 'c.test');
    const opened = capture.connections.find(({ id }) => id === c1?.attempts[0]?.connection);
    expect(opened).toMatchObject({ protocol: 'h3', openedFor: 'https://b.test:29443', privacyMode: true });
    expect(opened?.remote).toEqual({ address: '127.0.0.1', port: 29443 });
  });

  it('distinguishes a connection from a later one whose object has the same address', () => {
    const [first, second] = capture.connections.filter(({ id }) => /^7f6841734fc0(?:-2)?$/.test(id));
    expect(first).toMatchObject({ openedFor: 'https://a.test:29443', supersededBy: null });
    expect(second).toMatchObject({ openedFor: 'https://c.test:29443', supersededBy: '7f6841732240' });
    expect(first?.closedAt).toBeLessThan(second?.openedAt ?? 0);
  });

  it('re-sends a 421 over HTTP/2 on its own connection, after retiring the one that answered', () => {
    const mis1 = lab.find(({ url }) => url.endsWith('/mis1'));
    expect(mis1?.attempts).toMatchObject([
      { status: 421, restart: 'misdirected', reused: true },
      { status: 421, restart: null, reused: false },
    ]);
    const [first, second] = (mis1?.attempts ?? []).map(({ connection }) =>
      capture.connections.find(({ id }) => id === connection),
    );
    expect(first?.retiredAt).toBeGreaterThanOrEqual(mis1?.attempts[0]?.startedAt ?? Number.POSITIVE_INFINITY);
    expect(second?.setup?.tls).toBeGreaterThan(0);
  });

  it('has the addresses of hosts', () => {
    expect(capture.resolutions.get('a.test')).toEqual(['127.0.0.1', '::1']);
    expect(capture.problems).toEqual([]);
  });
});

function isQuic({ connections }: Capture, id: string | null): boolean {
  return connections.some((connection) => connection.id === id && connection.protocol === 'h3');
}
