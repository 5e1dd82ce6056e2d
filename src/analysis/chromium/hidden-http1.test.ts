import { describe, expect, it } from 'vitest';
import { A, attemptsOf, B, CONNECTIONS, PAGE, RESENT } from '../../testing/resent-sketch.ts';
import { type RequestSketch, SKETCH_START } from '../../testing/sketch-capture.ts';

describe('a later request on a connection with HTTP/1.1', () => {
  const connections = [...CONNECTIONS.slice(0, 1), { id: '2', openedFor: B, protocol: 'http/1.1' as const }];
  const later: RequestSketch = { url: `${B}/z`, connection: '2', at: 400, stalled: 29 };

  it('was misdirected again when it lost a round trip again: with HTTP/1.1 the shared one is still tried first', () => {
    const [hidden, final] = attemptsOf('r3', { connections, requests: [PAGE, RESENT, later] });
    expect(hidden).toMatchObject({ status: 421, connection: '1', endedAt: SKETCH_START + 429 });
    expect(hidden?.confidence).toBe(0.95);
    expect(final).toMatchObject({ connection: '2', resent: true });
  });

  it('is not held to be one for a stall that is hardly longer than a round trip, in a burst of requests', () => {
    const hardly = { ...later, stalled: 21 };
    const other: RequestSketch = { ...later, url: `${B}/other`, connection: '3', at: 405, stalled: 0 };
    const all = [...connections, { id: '3', openedFor: B, protocol: 'http/1.1' as const }];
    const found = (...requests: RequestSketch[]) => attemptsOf('r3', { connections: all, requests });
    expect(found(PAGE, RESENT, hardly)).toHaveLength(2);
    expect(found(PAGE, RESENT, hardly, other)).toHaveLength(1);
    expect(found(PAGE, RESENT, hardly, { ...other, at: 900 })).toHaveLength(2);
  });

  it('is not held to be one when others stalled as long at that moment although their connections were ready', () => {
    const page = (at: number): RequestSketch => ({ url: `${A}/${at}`, connection: '1', at, stalled: 30 });
    expect(
      attemptsOf('r3', { connections, requests: [PAGE, RESENT, later, page(398), page(402)] }),
    ).toHaveLength(1);
  });

  it('was not when it lost nothing, nor with HTTP/2', () => {
    const quick = { ...later, stalled: 1 };
    expect(attemptsOf('r3', { connections, requests: [PAGE, RESENT, quick] })).toHaveLength(1);
    expect(attemptsOf('r3', { requests: [PAGE, RESENT, later] })).toHaveLength(1);
  });

  describe('with most other connections opened at the same time', () => {
    const http1 = (id: string) => ({ id, openedFor: B, protocol: 'http/1.1' as const });
    const more = ['3', '4', '5', '6', '7'];
    const open = more.slice(0, 2);
    const opened =
      (at: number) =>
      (connection: string, i: number): RequestSketch => ({
        url: `${B}/${connection}`,
        connection,
        at: at + i,
        took: 80,
        stalled: 0.2,
        setup: 40,
        reused: false,
      });
    const attempts = (...others: RequestSketch[]) =>
      attemptsOf('r3', {
        connections: [...connections, ...more.map(http1)],
        requests: [PAGE, RESENT, later, ...others],
      });

    it('has a lower confidence', () => {
      expect(attempts(...open.slice(1).map(opened(200)))[0]?.confidence).toBe(0.95);
      expect(attempts(...open.map(opened(200)))[0]?.confidence).toBeCloseTo(0.81, 2);
    });

    it('may have waited for the connection that it got', () => {
      const before: RequestSketch = { ...later, url: `${B}/before`, at: 350, took: 78, stalled: 0 };
      expect(attempts(...open.map(opened(200)), before)).toHaveLength(1);
      expect(attempts(...open.map(opened(200)), { ...before, took: 55 })).toHaveLength(2);
    });

    it('may have waited for any of six', () => {
      const busy: RequestSketch = { ...later, url: `${B}/busy`, at: 300, took: 300, stalled: 0 };
      const five = more.map(opened(390));
      expect(attempts(...five, busy)).toHaveLength(1);
      expect(attempts(...five)).toHaveLength(2);
    });
  });
});
