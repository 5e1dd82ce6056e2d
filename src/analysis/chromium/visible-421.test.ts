import { describe, expect, it } from 'vitest';
import {
  type ConnectionSketch,
  type RequestSketch,
  SKETCH_START,
  sketchCapture,
} from '../../testing/sketch-capture.ts';
import { analyze } from '../analyze.ts';

const B = 'https://b.shop.test';
const OWN = { id: '2', openedFor: B, openedAt: 0, setup: { dns: 0, connect: 20, tls: 20 } };

function attemptsOf(
  request: Partial<RequestSketch>,
  browser: string | null = 'Chrome',
  connections: readonly ConnectionSketch[] = [OWN],
) {
  const capture = sketchCapture({
    browser,
    connections,
    requests: [{ url: `${B}/x`, status: 421, connection: '2', ...request }],
  });
  return analyze(capture).requests.get('r1')?.attempts;
}

const DERIVED = {
  status: 421,
  hidden: true,
  certainty: 'derived',
  confidence: 1,
  misdirected: true,
  resent: false,
};
const SEEN = { status: 421, hidden: false, certainty: 'observed', misdirected: true, resent: true };

describe.each(['Chrome', 'Chromium', 'Microsoft Edge', 'Firefox'])(
  'a 421 that the page saw in %s',
  (browser) => {
    it('is the second of two', () => {
      expect(attemptsOf({}, browser)).toMatchObject([DERIVED, SEEN]);
    });
  },
);

describe('a 421 that is not the second of two', () => {
  it.each([
    ['from an unknown browser', {}, null],
    ['from a browser of another family', {}, 'Safari'],
    ['out of a cache', { fromCache: true, connection: undefined }, 'Chrome'],
    ['from a service worker', { fromServiceWorker: true }, 'Chrome'],
  ])('%s', (_, request, browser) => {
    expect(attemptsOf(request as Partial<RequestSketch>, browser)?.length).toBeLessThan(2);
  });

  it('in a log that reports every attempt', () => {
    const capture = sketchCapture({
      source: 'netlog',
      connections: [OWN],
      requests: [{ url: `${B}/x`, status: 421, attempts: [{ connection: '2', status: 421 }] }],
    });
    expect(analyze(capture).requests.get('r1')?.attempts).toMatchObject([
      { status: 421, hidden: false, certainty: 'observed', resent: false },
    ]);
  });
});

describe('the connection of the attempt before', () => {
  it("is the same when the origin's own one was ready before the request began, and the stall is the lost time", () => {
    const [first] = attemptsOf({ at: 100, stalled: 22 }) ?? [];
    expect(first).toMatchObject({
      connection: '2',
      coalesced: false,
      startedAt: SKETCH_START + 100,
      endedAt: SKETCH_START + 122,
    });
  });

  it('is a shared one, not known which, when this attempt waited for the setup of its own', () => {
    const [first] = attemptsOf({ at: 0, stalled: 22, setup: 40, reused: false }) ?? [];
    expect(first).toMatchObject({ connection: null, coalesced: true, endedAt: SKETCH_START + 22 });
  });

  it('is not known when the own one was still being opened, and neither is its end', () => {
    const [first] = attemptsOf({ at: 10, stalled: 50 }) ?? [];
    expect(first).toMatchObject({ connection: null, endedAt: null });
  });

  it('is the same when only the first attempt can have opened it', () => {
    const [first, second] = attemptsOf({ at: 10, stalled: 66, wait: 22 }, 'Chrome', [{ id: '2' }]) ?? [];
    expect(first).toMatchObject({ connection: '2', coalesced: false, endedAt: null });
    // Chromium does not share the second attempt's connection: it was opened for this origin.
    expect(second).toMatchObject({ coalesced: false, coalescedCertainty: 'derived' });
  });

  it('is the same when another request was answered on it before', () => {
    const earlier: RequestSketch = { url: `${B}/y`, status: 421, connection: '2', at: 0, took: 90 };
    const capture = sketchCapture({
      connections: [{ id: '2' }],
      requests: [earlier, { ...earlier, url: `${B}/x`, at: 100, stalled: 22 }],
    });
    expect(analyze(capture).requests.get('r2')?.attempts[0]).toMatchObject({ connection: '2' });
  });

  it('is not known when the stall leaves no time for a setup', () => {
    const [first] = attemptsOf({ at: 10, stalled: 23, wait: 22 }, 'Chrome', [{ id: '2' }]) ?? [];
    expect(first).toMatchObject({ connection: null });
  });

  it('is not known with HTTP/1.1, for which a shared connection is tried first every time', () => {
    const [first] = attemptsOf({ at: 100, stalled: 22 }, 'Chrome', [{ ...OWN, protocol: 'http/1.1' }]) ?? [];
    expect(first).toMatchObject({ connection: null });
  });

  it('is never known in Firefox, which re-sends on a new one', () => {
    expect(attemptsOf({ at: 100, stalled: 22 }, 'Firefox')?.[0]).toMatchObject({ connection: null });
  });
});

it('loses the time of the first attempt where that is known, and null where it is not', () => {
  const wasted = (at: number, stalled: number) =>
    analyze(
      sketchCapture({
        connections: [OWN],
        requests: [{ url: `${B}/x`, status: 421, connection: '2', at, stalled }],
      }),
    ).requests.get('r1')?.wastedMs;
  expect(wasted(100, 22)).toBe(22);
  expect(wasted(10, 50)).toBeNull();
});

it('reports an ordinary response as one attempt', () => {
  expect(attemptsOf({ status: 200 })).toMatchObject([
    { status: 200, hidden: false, misdirected: false, resent: false },
  ]);
});
