import { describe, expect, it } from 'vitest';
import { about, findings, recorded } from '../../testing/findings.ts';
import { readTruth } from '../../testing/lab-truth.ts';
import type { CaptureSketch } from '../../testing/sketch-capture.ts';

describe('HTTP/3 that was offered by Alt-Svc', () => {
  const analysis = recorded('h3-alt-svc');
  const { attempts, connections } = readTruth('h3-alt-svc');
  const overHttp3 = new Set(connections.filter((c) => c.protocol === 'h3').map((c) => c.connection));

  it('answered 421 to the requests that the server received over it', () => {
    const truth = attempts
      .filter(({ connection, status }) => overHttp3.has(connection) && status === 421)
      .map(({ authority, path }) => `derived GET ${authority.split('.')[0]}${path}`);
    expect(truth.length).toBeGreaterThan(0);
    expect(about(analysis, 'misdirected-by-alternative')).toEqual(truth.sort());
  });

  it('was used for a host that offered it only on 421s', () => {
    const stubborn = attempts.filter(({ authority }) => authority.startsWith('stubborn.'));
    expect(new Set(stubborn.map(({ status }) => status))).toEqual(new Set([421]));
    const truth = stubborn.filter(({ connection }) => overHttp3.has(connection));
    expect(about(analysis, 'alternative-kept-after-421')).toEqual(
      truth.map(({ path }) => `inferred GET stubborn${path}`).sort(),
    );
  });

  it('is not reported for a browser that was forced to use it (--origin-to-force-quic-on)', () => {
    expect(about(recorded('h3-forced'), 'alternative-kept-after-421')).toEqual([]);
  });
});

describe('an alternative service that answered 421', () => {
  const B = 'https://b.test';
  const OFFER = { 'Alt-Svc': 'h3=":443"; ma=86400' };
  const overHttp3 = { connection: '3', status: 421, restart: 'misdirected' as const };
  const overHttp2 = { connection: '1', status: 200 };
  const at = (startedAt: number) => ({ startedAt, endedAt: startedAt + 10 });
  const visit = (again: Record<string, string>, first: Record<string, string> = OFFER): CaptureSketch => ({
    source: 'netlog',
    connections: [
      { id: '1', openedFor: B, openedAt: 0 },
      { id: '3', openedFor: B, openedAt: 0, protocol: 'h3' },
    ],
    requests: [
      { url: `${B}/1`, responseHeaders: first, attempts: [{ ...overHttp2, ...at(0) }] },
      {
        url: `${B}/2`,
        responseHeaders: again,
        attempts: [
          { ...overHttp3, ...at(20) },
          { ...overHttp2, ...at(40) },
        ],
      },
      { url: `${B}/3`, attempts: [{ connection: '3', status: 200, ...at(60) }] },
    ],
  });
  const kept = (sketch: CaptureSketch) =>
    findings('alternative-kept-after-421', sketch).flatMap(({ requests }) => requests);

  it('must not be used until it is offered again', () => {
    expect(kept(visit({}))).toEqual(['r3']);
    expect(kept(visit(OFFER))).toEqual([]);
  });

  it('gives no finding if it was used before any response offered it: the browser knew it from elsewhere', () => {
    expect(kept(visit({}, {}))).toEqual([]);
  });
});
