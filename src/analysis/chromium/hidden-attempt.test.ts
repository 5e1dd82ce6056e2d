import { describe, expect, it } from 'vitest';
import { A, attemptsOf, B, CONNECTIONS, PAGE, RESENT } from '../../testing/resent-sketch.ts';
import { type RequestSketch, SKETCH_START, sketchCapture } from '../../testing/sketch-capture.ts';
import { analyze } from '../analyze.ts';

function resentWith(request: Partial<RequestSketch>) {
  return attemptsOf('r2', { requests: [PAGE, { ...RESENT, ...request }] });
}

describe('a request that lost a round trip before it opened a connection', () => {
  it('was sent before, on the connection that could have carried it', () => {
    const [hidden, final] = attemptsOf('r2');
    expect(hidden).toMatchObject({
      connection: '1',
      status: 421,
      coalesced: true,
      hidden: true,
      certainty: 'inferred',
      confidence: 0.95,
      misdirected: true,
      startedAt: SKETCH_START + 100,
      endedAt: SKETCH_START + 122,
    });
    expect(hidden?.basis).toEqual({
      ...{ code: 'stalled-opener', stalledMs: 22, candidates: 1 },
      control: { connections: 1, shortestMs: 0, longestMs: 0 },
    });
    expect(final).toMatchObject({
      connection: '2',
      status: 200,
      hidden: false,
      resent: true,
      certainty: 'observed',
    });
  });

  it('is counted with the time it lost', () => {
    const { summary, requests } = analyze(
      sketchCapture({ connections: CONNECTIONS, requests: [PAGE, RESENT] }),
    );
    expect(requests.get('r2')?.wastedMs).toBe(22);
    expect(summary).toMatchObject({
      misdirectedAttempts: 1,
      hiddenAttempts: 1,
      resentRequests: 1,
      wastedMs: 22,
    });
  });

  it.each([
    ['it lost nothing', { stalled: 1 }],
    ['it lost far less than any response from there takes', { stalled: 9, wait: 60 }],
    ['it failed', { status: 0, error: 'net::ERR_ABORTED' }],
    ['a service worker answered', { fromServiceWorker: true }],
    ['it had to wait for nothing', { reused: true, setup: undefined, at: 5_000 }],
  ])('is not inferred when %s', (why, request) => {
    const page = why.includes('far less') ? { ...PAGE, wait: 60 } : PAGE;
    expect(attemptsOf('r2', { requests: [page, { ...RESENT, ...(request as object) }] })).toHaveLength(1);
  });

  it('is inferred with less confidence where the stall is short or shorter than a round trip', () => {
    expect(resentWith({ stalled: 12, wait: 20 })).toHaveLength(1);
    expect(resentWith({ stalled: 32, wait: 20 })[0]?.confidence).toBe(0.99);
    expect(resentWith({ stalled: 15, wait: 20 })[0]?.confidence).toBe(0.77);
    expect(resentWith({ stalled: 12, wait: 12 })[0]?.confidence).toBe(0.77);
    expect(resentWith({ stalled: 7, wait: 7 })).toHaveLength(1);
  });

  it('is not inferred from a short stall where a round trip takes no longer than ordinary work', () => {
    const near = { stalled: 12, wait: 5 };
    expect(
      attemptsOf('r2', {
        requests: [
          { ...PAGE, wait: 5 },
          { ...RESENT, ...near },
        ],
      }),
    ).toHaveLength(1);
  });

  it('is not inferred from a short stall when others with ready connections stalled at that moment', () => {
    const busy: RequestSketch = { url: `${A}/busy`, connection: '1', at: 102, stalled: 12, wait: 8 };
    const short = { ...RESENT, stalled: 9, wait: 8 };
    expect(attemptsOf('r2', { requests: [PAGE, short, busy] })).toHaveLength(1);
    expect(attemptsOf('r2', { requests: [PAGE, short, { ...busy, at: 500 }] })).toHaveLength(2);
  });

  it('is inferred with less confidence when such others stalled as long, and not at all when they stalled far longer', () => {
    const busy = (stalled: number): RequestSketch => ({
      url: `${A}/busy`,
      connection: '1',
      at: 102,
      stalled,
      wait: 8,
    });
    const resent = { ...RESENT, stalled: 32 };
    const found = (stalled: number) => attemptsOf('r2', { requests: [PAGE, resent, busy(stalled)] });
    expect(found(5)[0]?.confidence).toBe(0.99);
    expect(found(40)[0]?.confidence).toBe(0.98);
    expect(found(170)).toHaveLength(1);
  });

  it('is not inferred where a shared connection serves the origin', () => {
    const C = 'https://c.shop.test';
    const connections = [...CONNECTIONS, { id: '3', openedFor: C }];
    const shared: RequestSketch = { url: `${B}/y`, connection: '3', at: 400 };
    const own: RequestSketch = { ...shared, url: `${C}/y` };
    const stalled = (time: number, other: RequestSketch) =>
      attemptsOf('r2', { connections, requests: [PAGE, { ...RESENT, stalled: time }, other] });
    expect(stalled(25, shared)).toHaveLength(1);
    expect(stalled(25, own)).toHaveLength(2);
    expect(stalled(25, { ...shared, status: 421 })).toHaveLength(2);
    expect(stalled(35, shared)).toHaveLength(1);
  });

  it('is not inferred for another browser or an unknown one', () => {
    expect(attemptsOf('r2', { browser: 'Firefox' })).toHaveLength(1);
    expect(attemptsOf('r2', { browser: null })).toHaveLength(1);
  });

  it('is not inferred when it waited for the same file that another request fetched', () => {
    const same: RequestSketch = { ...RESENT, connection: '3', at: 90, took: 31, stalled: 0 };
    const connections = [...CONNECTIONS, { id: '3', openedFor: B }];
    expect(attemptsOf('r2', { connections, requests: [PAGE, RESENT, same] })).toHaveLength(1);
  });
});

it('infers nothing for requests through a proxy: their connection leads to another port than the URL’s', () => {
  const connections = CONNECTIONS.map((connection) => ({ ...connection, remote: '10.0.0.1:3128' }));
  expect(attemptsOf('r2', { connections })).toHaveLength(1);
});
