import { describe, expect, it } from 'vitest';
import { analyze } from '../../analysis/analyze.ts';
import { B, CONNECTIONS, PAGE, RESENT } from '../../testing/resent-sketch.ts';
import { type CaptureSketch, type RequestSketch, sketchCapture } from '../../testing/sketch-capture.ts';
import { findingBasis } from './finding-basis.ts';

const QUIET: RequestSketch = {
  ...{ url: 'https://quiet.test/', connection: '10', at: 5_000, took: 90, setup: 40 },
  ...{ stalled: 6, reused: false },
};
const OTHER = { id: '10', openedFor: 'https://quiet.test', remote: '10.0.1.1:443' };

function basisOf(sketch: CaptureSketch): string | null | undefined {
  const analysis = analyze(sketchCapture(sketch));
  const finding = analysis.findings.find(({ kind }) => kind === 'misdirected-recovered');
  return finding && findingBasis(finding, analysis);
}

describe('the basis of a finding', () => {
  const requests = [PAGE, { ...RESENT, stalled: 41, took: 110 }, QUIET];
  const connections = [...CONNECTIONS, OTHER];

  it('names what the stall was compared with', () => {
    expect(basisOf({ connections, requests })).toBe(
      'It stalled 41 ms before it got a new connection, although a connection to the same address could have carried it. 2 connections without anything to share stalled 0 to 6 ms.',
    );
  });

  it('is that of the most certain request where there are several', () => {
    const follower: RequestSketch = { url: `${B}/y`, connection: '2', at: 102, took: 120, stalled: 80 };
    expect(basisOf({ connections, requests: [...requests, follower] })).toMatch(
      /^The most certain of the 2 requests: It stalled 41 ms/,
    );
  });

  it('is not stated where the finding is observed', () => {
    const attempts = [
      { connection: '1', status: 421, startedAt: 1, endedAt: 20 },
      { connection: '2', status: 200, startedAt: 30, endedAt: 60 },
    ];
    expect(basisOf({ source: 'netlog', connections, requests: [PAGE, { url: `${B}/x`, attempts }] })).toBe(
      null,
    );
  });
});
