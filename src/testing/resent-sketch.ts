import { analyze } from '../analysis/analyze.ts';
import { type CaptureSketch, type RequestSketch, sketchCapture } from './sketch-capture.ts';

export const A = 'https://a.shop.test';
export const B = 'https://b.shop.test';

export const CONNECTIONS = [
  { id: '1', openedFor: A, openedAt: 0, setup: { dns: 0, connect: 10, tls: 10 } },
  { id: '2', openedFor: B },
];

/** The page on connection 1, then a request for B that lost 22 ms before it opened connection 2. */
export const PAGE: RequestSketch = { url: `${A}/`, connection: '1', at: 0, setup: 20, reused: false };
export const RESENT: RequestSketch = {
  url: `${B}/x`,
  connection: '2',
  at: 100,
  took: 85,
  stalled: 22,
  setup: 40,
  reused: false,
};

/** The attempts that the analysis concludes for a request; `sketch` overrides the sketch above. */
export function attemptsOf(id: string, sketch: Partial<CaptureSketch> = {}) {
  const capture = sketchCapture({ connections: CONNECTIONS, requests: [PAGE, RESENT], ...sketch });
  return analyze(capture).requests.get(id)?.attempts ?? [];
}
