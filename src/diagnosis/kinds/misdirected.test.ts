import { expect, it } from 'vitest';
import { analyze } from '../../analysis/analyze.ts';
import { B, CONNECTIONS, PAGE, RESENT } from '../../testing/resent-sketch.ts';
import { type CaptureSketch, sketchCapture } from '../../testing/sketch-capture.ts';
import { diagnose } from '../diagnose.ts';

function explanationOf(sketch: CaptureSketch): string | undefined {
  const findings = diagnose(analyze(sketchCapture(sketch)));
  return findings.find(({ kind }) => kind === 'misdirected-recovered')?.explanation;
}

it('the refusal of a server is no fact where the 421 is inferred', () => {
  const inferred = explanationOf({ connections: CONNECTIONS, requests: [PAGE, RESENT] });
  expect(inferred).toContain('No source shows the 421 itself; if it came, the server behind');
  const attempts = [
    { connection: '1', status: 421, startedAt: 100, endedAt: 120 },
    { connection: '2', status: 200, startedAt: 160, endedAt: 185 },
  ];
  const requests = [PAGE, { url: `${B}/x`, at: 100, attempts }];
  const observed = explanationOf({ source: 'netlog', connections: CONNECTIONS, requests });
  expect(observed).toContain('The server behind this connection does not answer for b.shop.test.');
  expect(observed).not.toContain('No source');
});
