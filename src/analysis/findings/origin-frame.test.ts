import { describe, expect, it } from 'vitest';
import { createMozLogReader } from '../../sources/moz-log/reader.ts';
import { about, findings } from '../../testing/findings.ts';
import { captureOf, readFixtureText } from '../../testing/fixtures.ts';
import type { CaptureSketch } from '../../testing/sketch-capture.ts';
import type { FindingKind } from '../analysis.ts';
import { analyze } from '../analyze.ts';

it('reports only that an ORIGIN frame in Firefox lists a host for which the server answered 421', () => {
  const capture = captureOf(createMozLogReader, readFixtureText('firefox/origin.moz_log.gz'));
  const analysis = analyze(capture);
  expect(about(analysis, 'origin-frame-contradicted')).toEqual(['observed GET picky/1']);
  const [announced] = capture.connections.filter(({ originFrame }) => originFrame !== null);
  expect(announced?.originFrameAt).toBeGreaterThanOrEqual(announced?.openedAt ?? Number.NaN);
  // Firefox follows the rules: it used no unlisted origin, and no connection again after a 421.
  expect(about(analysis, 'origin-frame-mismatch')).toEqual([]);
  expect(about(analysis, 'origin-kept-after-421')).toEqual([]);
});

describe('an ORIGIN frame', () => {
  const [A, B] = ['https://a.test', 'https://b.test'];
  const capture = (
    statuses: readonly number[],
    originFrame: readonly string[],
    startedAt = 100,
  ): CaptureSketch => ({
    source: 'netlog',
    connections: [
      { id: '1', openedFor: A, openedAt: 0, originFrame, originFrameAt: 1_700_000_000_050 },
      { id: '2', openedFor: B, openedAt: 0 },
    ],
    requests: statuses.map((status, i) => ({
      url: `${B}/${i}`,
      status,
      attempts: [
        { connection: '1', status, startedAt: startedAt + i * 20, endedAt: startedAt + i * 20 + 10 },
        ...(status === 421 ? [{ connection: '2', status: 200 }] : []),
      ],
    })),
  });
  const count = (kind: FindingKind, sketch: CaptureSketch) =>
    findings(kind, sketch).flatMap(({ requests }) => requests);

  it('that lists an origin contradicts a 421 for it', () => {
    expect(count('origin-frame-contradicted', capture([421], [A, B]))).toEqual(['r1']);
    expect(count('origin-frame-contradicted', capture([421], [A]))).toEqual([]);
    expect(count('origin-frame-contradicted', capture([200], [A, B]))).toEqual([]);
  });

  it('that does not list an origin mismatches a successful response for it', () => {
    expect(count('origin-frame-mismatch', capture([200], [A]))).toEqual(['r1']);
    expect(count('origin-frame-mismatch', capture([200], [A, B]))).toEqual([]);
    expect(count('origin-frame-mismatch', capture([421], [A]))).toEqual([]);
    // Sent before it came.
    expect(count('origin-frame-mismatch', capture([200], [A], 40))).toEqual([]);
  });

  it('no longer covers an origin that got a 421', () => {
    expect(count('origin-kept-after-421', capture([421, 200], [A, B]))).toEqual(['r2']);
    expect(count('origin-kept-after-421', capture([200, 421], [A, B]))).toEqual([]);
  });
});
