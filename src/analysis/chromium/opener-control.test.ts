import { describe, expect, it } from 'vitest';
import { attemptsOf, B, CONNECTIONS, PAGE, RESENT } from '../../testing/resent-sketch.ts';
import type { ConnectionSketch, RequestSketch } from '../../testing/sketch-capture.ts';

/** Connections to addresses of their own, opened by requests that stalled this long. */
function healthy(...stalls: number[]): { connections: ConnectionSketch[]; requests: RequestSketch[] } {
  const hosts = stalls.map((_, i) => `https://healthy${i}.test`);
  return {
    connections: hosts.map((openedFor, i) => ({ id: `1${i}`, openedFor, remote: `10.0.1.${i}:443` })),
    requests: stalls.map((stalled, i) => ({
      ...{ url: `${hosts[i]}/`, connection: `1${i}`, at: 3_000 * (i + 1), took: 90, setup: 40 },
      ...{ stalled, reused: false },
    })),
  };
}

const hiddenBeside = (...stalls: number[]) => {
  const { connections, requests } = healthy(...stalls);
  const resent = { ...RESENT, stalled: 43, took: 120 };
  return attemptsOf('r2', {
    connections: [...CONNECTIONS, ...connections],
    requests: [PAGE, resent, ...requests],
  });
};

describe('a stall before a new connection', () => {
  it('is no lost attempt where openers with nothing to share stall as long', () => {
    // Lighthouse in Chrome 124: the wait for DNS is recorded as a stall of every new connection.
    expect(hiddenBeside(43.5, 29.8, 38.1, 50.8, 32.1)).toHaveLength(1);
  });

  it('is a lost attempt where the others hardly stall, and says what it was compared with', () => {
    const [hidden] = hiddenBeside(1.5, 2, 6, 3, 2.5);
    expect(hidden).toMatchObject({ hidden: true, confidence: 0.99 });
    expect(hidden?.basis).toMatchObject({ control: { connections: 6, shortestMs: 0, longestMs: 6 } });
  });

  it('is not compared with one that a look-up explains only in small part: that may have been re-sent itself', () => {
    const other = (dns: number): RequestSketch => ({
      ...{ url: 'https://c.shop.test/', connection: '3', at: 5_000, took: 190 },
      ...{ stalled: 70, dns, setup: 40, reused: false },
    });
    const beside = (dns: number) =>
      attemptsOf('r2', {
        connections: [...CONNECTIONS, { id: '3', openedFor: 'https://c.shop.test' }],
        requests: [PAGE, { ...RESENT, stalled: 43, took: 120 }, other(dns)],
      });
    expect(beside(14)).toHaveLength(2);
    expect(beside(60)).toHaveLength(1);
  });

  it('is held to less where the capture has no other opener', () => {
    const page: RequestSketch = { ...PAGE, reused: true };
    const [hidden] = attemptsOf('r2', { requests: [page, { ...RESENT, stalled: 43, took: 120 }] });
    expect(hidden).toMatchObject({ hidden: true, confidence: 0.8, basis: { control: null } });
  });
});

describe('a request that opened a connection', () => {
  it('was not sent before when it was the first to resolve the name', () => {
    const looked = { ...RESENT, stalled: 43, took: 150, dns: 30 };
    expect(attemptsOf('r2', { requests: [PAGE, looked] })).toHaveLength(1);
    expect(attemptsOf('r2', { requests: [PAGE, { ...looked, dns: 0.1 }] })).toHaveLength(2);
  });

  it('was not sent before when the connection had been opened ahead of it', () => {
    const { setup: _, ...ahead } = { ...RESENT, stalled: 43 };
    expect(attemptsOf('r2', { requests: [PAGE, ahead] })).toHaveLength(1);
  });

  it('was not sent before on a connection that is younger than its own', () => {
    const [first, second] = CONNECTIONS;
    const connections = [{ ...first, id: '9' }, second ?? { id: '2', openedFor: B }];
    const requests = [
      { ...PAGE, connection: '9' },
      { ...RESENT, stalled: 43, took: 120 },
    ];
    expect(attemptsOf('r2', { connections, requests })).toHaveLength(1);
  });

  it('was not sent before as a preflight where no connection without credentials is known', () => {
    const preflight: RequestSketch = {
      ...{ ...RESENT, stalled: 43, took: 120, method: 'OPTIONS' },
      requestHeaders: { 'access-control-request-method': 'POST' },
    };
    expect(attemptsOf('r2', { requests: [PAGE, preflight] })).toHaveLength(1);
  });
});
