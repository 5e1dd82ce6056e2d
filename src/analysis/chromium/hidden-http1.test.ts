import { describe, expect, it } from 'vitest';
import { A, attemptsOf, B, CONNECTIONS, PAGE, RESENT } from '../../testing/resent-sketch.ts';
import { type RequestSketch, SKETCH_START } from '../../testing/sketch-capture.ts';

const http1 = (id: string) => ({ id, openedFor: B, protocol: 'http/1.1' as const });

describe('a later request on a connection with HTTP/1.1', () => {
  const connections = [...CONNECTIONS.slice(0, 1), http1('2'), http1('3')];
  const later: RequestSketch = { url: `${B}/z`, connection: '2', at: 400, stalled: 29 };
  const attempts = (...requests: RequestSketch[]) =>
    attemptsOf('r3', { connections, requests: [PAGE, ...requests] });

  it('was misdirected again when it lost a round trip again: with HTTP/1.1 the shared one is still tried first', () => {
    const [hidden, final] = attempts(RESENT, later);
    expect(hidden).toMatchObject({ status: 421, connection: '1', endedAt: SKETCH_START + 429 });
    expect(hidden?.confidence).toBeCloseTo(0.95 * 0.99);
    expect(final).toMatchObject({ connection: '2', resent: true });
  });

  it('was so too when others stalled as long at that moment: its connection shows that it was', () => {
    const page = (at: number): RequestSketch => ({ url: `${A}/${at}`, connection: '1', at, stalled: 30 });
    expect(attempts(RESENT, later, page(398), page(402))).toHaveLength(2);
  });

  it('was not when it lost less than a round trip, nor with HTTP/2', () => {
    expect(attempts(RESENT, { ...later, stalled: 10 })).toHaveLength(1);
    expect(attemptsOf('r3', { requests: [PAGE, RESENT, later] })).toHaveLength(1);
  });

  it('was not on another connection of its origin, which was opened immediately', () => {
    const immediately: RequestSketch = { ...RESENT, url: `${B}/y`, connection: '3', at: 90, stalled: 0.2 };
    const on = (connection: string) =>
      attemptsOf('r4', { connections, requests: [PAGE, immediately, RESENT, { ...later, connection }] });
    expect(on('3')).toHaveLength(1);
    expect(on('2')).toHaveLength(2);
  });

  it('was probably on one that no request waited for', () => {
    const on3 = { ...later, connection: '3', reused: true };
    expect(attempts(RESENT, on3)[0]?.confidence).toBeCloseTo(0.87, 2);
    expect(attempts({ ...RESENT, stalled: 0 }, on3)).toHaveLength(1);
  });
});

describe('a request that opened a connection with HTTP/1.1 while six others were busy', () => {
  const six = ['3', '4', '5', '6', '7', '8'];
  const connections = [...CONNECTIONS.slice(0, 1), http1('2'), ...six.map(http1)];
  const busy = (took: number): RequestSketch[] =>
    six.map((connection) => ({
      url: `${B}/${connection}`,
      connection,
      at: 50,
      took,
      stalled: 0,
      setup: 20,
      reused: false,
    }));
  const attempts = (took: number) =>
    attemptsOf('r8', { connections, requests: [PAGE, ...busy(took), { ...RESENT, took: 200, stalled: 60 }] });

  it('may have waited until one of them was closed', () => {
    expect(attempts(108)).toHaveLength(1);
  });

  it('was misdirected where all of them stayed open', () => {
    expect(attempts(400)).toHaveLength(2);
  });
});
