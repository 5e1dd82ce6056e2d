import { describe, expect, it } from 'vitest';
import { analyze } from '../../analysis/analyze.ts';
import type { Capture, RequestRecord } from '../../model/capture.ts';
import { captureOf, readFixtureText } from '../../testing/fixtures.ts';
import { readTruth, sentByCapture, sentByTruth } from '../../testing/lab-truth.ts';
import { createNetLogReader } from './netlog-reader.ts';

/** Recorded by e2e/netlogs/record.ts: real Chromium 156, real servers, and what these saw. */
function recorded(name: string): Capture {
  return captureOf(createNetLogReader, readFixtureText(`netlog/${name}.netlog.json.gz`));
}

const NAMES = [
  ...['direct', 'happy-eyeballs-3', 'h3-forced', 'h3-happy-eyeballs-3', 'h3-untrusted', 'h3-alt-svc'],
  ...['proxy-connect', 'proxy-h2', 'traced', 'goaway', 'contexts', 'websockets', 'client-certificate'],
];

describe.each(NAMES)('%s', (name) => {
  const capture = recorded(name);
  const truth = readTruth(name);

  it('gives every attempt the status, stream and connection that the servers saw', () => {
    expect(capture.problems).toEqual([]);
    expect(sentByCapture(capture, truth)).toEqual(sentByTruth(truth));
  });

  it('reports each connection of the servers as one connection', () => {
    const ids = new Set(labRequests(capture).flatMap(({ attempts }) => attempts.map((a) => a.connection)));
    expect(ids.size).toBe(new Set(truth.attempts.map(({ connection }) => connection)).size);
  });
});

function labRequests({ requests }: Capture): RequestRecord[] {
  return requests.filter(({ url }) => url.includes('.site.localhost:'));
}

function requestOf(capture: Capture, part: string): RequestRecord {
  const found = labRequests(capture).find(({ url }) => url.includes(part));
  if (found === undefined) throw new Error(`nothing asked for ${part}`);
  return found;
}

function usedBy(capture: Capture) {
  const ids = new Set(labRequests(capture).flatMap(({ attempts }) => attempts.map((a) => a.connection)));
  return capture.connections.filter(({ id }) => ids.has(id));
}

it.each(['direct', 'happy-eyeballs-3', 'proxy-connect', 'proxy-h2'])(
  '%s: distinguishes requests re-sent after a 421, a closed connection and a 408',
  (name) => {
    const capture = recorded(name);
    expect(requestOf(capture, `tired.site.localhost:${portOf(name)}/2`).attempts).toMatchObject([
      { restart: 'error', status: null, error: 'net::ERR_CONNECTION_CLOSED' },
      { restart: null, status: 200 },
    ]);
    expect(requestOf(capture, `late.site.localhost:${portOf(name)}/2`).attempts).toMatchObject([
      { restart: 'error', status: 408, error: null },
      { restart: null, status: 200 },
    ]);
    const [first] = requestOf(capture, `stubborn.site.localhost:${portOf(name)}/1`).attempts;
    expect(first?.status).toBe(421);
    expect(first?.restart).toBe('misdirected');
  },
);

function portOf(name: string): string {
  return readTruth(name).attempts[0]?.authority.split(':')[1] ?? '';
}

describe('HTTP/3', () => {
  it.each(['h3-forced', 'h3-happy-eyeballs-3'])(
    '%s: one connection for all hosts, with its names',
    (name) => {
      const capture = recorded(name);
      expect(usedBy(capture)).toMatchObject([
        {
          protocol: 'h3',
          remote: { address: '127.0.0.1' },
          privacyMode: false,
          partition: 'https://site.localhost same_site',
          closeReason: 'net::ERR_ABORTED',
        },
      ]);
      expect(usedBy(capture)[0]?.certificate?.names).toContain('stubborn.site.localhost');
      expect(analyze(capture).summary.coalescedRequests).toBeGreaterThan(5);
    },
  );

  it('is used after Alt-Svc announced it; the first requests and the re-sent ones use HTTP/2', () => {
    const protocols = usedBy(recorded('h3-alt-svc')).map(({ protocol }) => protocol);
    expect(new Set(protocols)).toEqual(new Set(['h2', 'h3']));
  });

  it('reports no connection whose handshake failed', () => {
    const capture = recorded('h3-untrusted');
    expect(new Set(capture.connections.map(({ protocol }) => protocol))).toEqual(new Set(['h2']));
  });
});

describe('proxies', () => {
  it.each(['proxy-connect', 'proxy-h2'])(
    '%s: names the proxy on every connection, and coalesces nothing',
    (name) => {
      const capture = recorded(name);
      const used = usedBy(capture);
      expect(used.map(({ proxy }) => proxy ?? 'none')).not.toContain('none');
      const analysis = analyze(capture);
      expect(analysis.summary.coalescedRequests).toBe(0);
    },
  );

  it('does not report a host as what a session to the proxy was opened for', () => {
    const toProxy = recorded('proxy-h2').connections.filter(({ remote }) => remote !== null);
    expect(toProxy.length).toBeGreaterThan(0);
    for (const { openedFor, proxy, protocol } of toProxy) {
      expect(openedFor).toMatch(/^https:\/\/proxy\.site\.localhost:\d+$/);
      expect({ proxy, protocol }).toEqual({ proxy: null, protocol: 'h2' });
    }
  });

  it('does not take the address of a proxy for that of a host', () => {
    for (const name of ['proxy-connect', 'proxy-h2']) {
      expect(recorded(name).resolutions.has('good.site.localhost')).toBe(false);
    }
  });
});

it('reads WebSockets as requests: over HTTP/2 a stream on the connection of the page, over HTTP/1.1 a connection of their own', () => {
  const capture = recorded('websockets');
  const sockets = labRequests(capture).filter(({ url }) => url.startsWith('wss:'));
  expect(sockets.map(({ status, error, protocol }) => ({ status, error, protocol }))).toEqual([
    { status: 200, error: null, protocol: 'h2' },
    { status: 200, error: null, protocol: 'h2' },
    { status: 101, error: null, protocol: 'http/1.1' },
    { status: 101, error: null, protocol: 'http/1.1' },
  ]);
});

it('reports when a server retired a connection, and a connection that was never used', () => {
  const capture = recorded('goaway');
  const retired = usedBy(capture).filter(({ retiredAt }) => retiredAt !== null);
  expect(retired.map(({ closeReason }) => closeReason)).toEqual([
    'Finished going away',
    'Finished going away',
  ]);
  const unused = capture.connections.find(({ openedFor }) => openedFor?.includes('//old.'));
  expect(unused).toMatchObject({ protocol: 'http/1.1' });
  expect(labRequests(capture).some(({ attempts }) => attempts.some((a) => a.connection === unused?.id))).toBe(
    false,
  );
});

it('separates the connections of two network contexts to the same hosts', () => {
  const capture = recorded('contexts');
  const idsOf = (wanted: RegExp) =>
    labRequests(capture)
      .filter(({ url }) => wanted.test(url))
      .flatMap(({ attempts }) => attempts.map(({ connection }) => connection));
  const shared = new Set(idsOf(/\/(?:11|\?private)$/));
  expect(shared.size).toBe(2);
  expect(idsOf(/\/[12]$/).filter((id) => shared.has(id))).toEqual([]);
});

it('the newer stream pool reports partition and privacy mode of its connections, too', () => {
  for (const connection of usedBy(recorded('happy-eyeballs-3'))) {
    expect(connection).toMatchObject({
      privacyMode: false,
      partition: 'https://site.localhost same_site',
      openedForCertainty: 'observed',
    });
  }
});

describe('a heavily redacted log', () => {
  const capture = recorded('redacted');
  const truth = readTruth('redacted');
  const sent = capture.requests.filter(({ attempts }) => attempts.length > 0);

  it('still has its connections and re-sent requests', () => {
    const seen = Object.values(sentByTruth(truth));
    expect(sent.map(({ attempts }) => attempts.length).sort()).toEqual(seen.map((s) => s.length).sort());
    const lanes = (connections: readonly unknown[]) => {
      const counts = new Map<unknown, number>();
      for (const id of connections) counts.set(id, (counts.get(id) ?? 0) + 1);
      return [...counts.values()].sort();
    };
    const ids = sent.flatMap(({ attempts }) => attempts.map(({ connection }) => connection));
    expect(lanes(ids)).toEqual(lanes(truth.attempts.map(({ connection }) => connection)));
    const misdirected = sent.filter(({ attempts }) => attempts[0]?.restart === 'misdirected');
    expect(misdirected).toHaveLength(seen.filter((s) => s.length > 1 && s[0]?.status === 421).length);
  });

  it('takes what its sessions were opened for from the end of the file', () => {
    // The browser redacts the events, but not `polledData` when it writes the file itself.
    const hosts = capture.connections.flatMap(({ openedFor }) => openedFor?.split('.')[0] ?? []);
    expect(hosts.sort()).toEqual(['https://picky', 'https://stubborn', 'https://www']);
  });
});

it('a bounded log without its beginning still connects its requests with sessions and their hosts', () => {
  const log = JSON.parse(readFixtureText('netlog/direct.netlog.json.gz'));
  const { SSL_CONNECT, HTTP2_SESSION_INITIALIZED } = log.constants.logEventTypes;
  const opened = log.events.findIndex(({ type }: { type: number }) => type === HTTP2_SESSION_INITIALIZED);
  expect(log.events.slice(0, opened).some(({ type }: { type: number }) => type === SSL_CONNECT)).toBe(true);
  // The oldest events go first (net/log/file_net_log_observer.cc).
  const text = JSON.stringify({ ...log, events: log.events.slice(opened + 1) });
  const capture = captureOf(createNetLogReader, text);
  const truth = readTruth('direct');
  const whole = sentByTruth(truth);
  const cut = sentByCapture(capture, truth);
  for (const key of Object.keys(whole).filter((each) => !each.endsWith('/'))) {
    expect(cut[key]?.map(({ connection: _, ...facts }) => facts)).toEqual(
      whole[key]?.map(({ connection: _, ...facts }) => facts),
    );
  }
});

it('client-certificate: reports none where a server asked for one and got none', () => {
  const used = usedBy(recorded('client-certificate'));
  expect(used.length).toBeGreaterThan(0);
  expect(used.map(({ clientCertificate }) => clientCertificate)).toEqual(used.map(() => false));
});

it('client-certificate: reports one that was shown', () => {
  // The lab has no client certificate, so this is the same log with the count that Chromium would write (AddEventWithIntParams).
  const log = readFixtureText('netlog/client-certificate.netlog.json.gz');
  const shown = captureOf(createNetLogReader, log.replaceAll('"cert_count":0', '"cert_count":1'));
  expect(usedBy(shown).some(({ clientCertificate }) => clientCertificate)).toBe(true);
});
