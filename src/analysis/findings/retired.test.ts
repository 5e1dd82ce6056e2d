import { describe, expect, it } from 'vitest';
import { createMozLogReader } from '../../sources/moz-log/reader.ts';
import { captureOf, readFixtureText } from '../../testing/fixtures.ts';
import { type CaptureSketch, sketchCapture } from '../../testing/sketch-capture.ts';
import { analyze } from '../analyze.ts';

const A = 'https://a.shop.test';
const B = 'https://b.shop.test';

describe('the cost of a 421 in Firefox', () => {
  it('in run t7 matches the server: b1 ended connections 1 and 2, and a.localhost needed an eighth', () => {
    const capture = captureOf(createMozLogReader, readFixtureText('firefox/t7.moz_log.gz'));
    const idOf = (path: string) => capture.requests.find(({ url }) => url.endsWith(path))?.id;
    const b1 = capture.requests.find(({ url }) => url.endsWith('/b1'));
    const [finding] = findingsOf(capture).filter(({ origins }) => origins[0]?.includes('b.localhost'));
    expect(finding?.connections).toEqual(b1?.attempts.map(({ connection }) => connection));
    expect(finding?.requests).toEqual([idOf('/b1'), idOf('/early425once-x')]);
    expect(finding?.certainty).toBe('observed');
  });

  const lost = {
    connection: '1',
    status: 421,
    restart: 'misdirected',
    startedAt: 100,
    endedAt: 120,
  } as const;
  const resent = { connection: '2', status: 200, reused: false, startedAt: 140, endedAt: 160 } as const;
  const later = (at: number) => ({
    connection: '3',
    status: 200,
    reused: false,
    startedAt: at + 20,
    endedAt: at + 40,
  });

  function sketch(at: number, third: object = {}, browser = 'Firefox'): CaptureSketch {
    return {
      browser,
      source: 'moz-log',
      connections: [
        { id: '1', protocol: 'h2', openedFor: A, openedAt: 0, retiredAt: 120 },
        { id: '2', protocol: 'h2', openedFor: B, openedAt: 125 },
        { id: '3', protocol: 'h2', openedFor: A, openedAt: at, ...third },
      ],
      requests: [
        {
          url: `${A}/`,
          attempts: [{ connection: '1', status: 200, reused: false, startedAt: 20, endedAt: 60 }],
        },
        { url: `${B}/`, at: 90, attempts: [lost, resent] },
        { url: `${A}/again`, at, attempts: [later(at)] },
      ],
    };
  }

  it('includes the connections it gave up, and the first request of each origin that needed a new one', () => {
    expect(findingsOf(sketchCapture(sketch(500)))).toMatchObject([
      { requests: ['r2', 'r3'], connections: ['1', '2'], origins: [B, A] },
    ]);
  });

  it('does not include a request of another pool, or one after the idle timeout of the connection', () => {
    const without = [{ requests: ['r2'] }];
    expect(findingsOf(sketchCapture(sketch(500, { privacyMode: true })))).toMatchObject(without);
    expect(findingsOf(sketchCapture(sketch(200_000)))).toMatchObject(without);
  });

  it('is not reported for Chromium, which keeps the connection', () => {
    expect(findingsOf(sketchCapture(sketch(500, {}, 'Chrome')))).toEqual([]);
  });
});

function findingsOf(capture: Parameters<typeof analyze>[0]) {
  return analyze(capture).findings.filter(({ kind }) => kind === 'connection-retired');
}
