import { expect, it } from 'vitest';
import { sketchCapture } from '../../testing/sketch-capture.ts';
import type { AnalysedRequest } from '../analysis.ts';
import { analyze } from '../analyze.ts';
import { findingsOf } from './findings.ts';

const REQUESTS = 4000;
/** A panel is to do something else after each few hundred; the end of a walk and the begin of the next may be one step. */
const AT_A_STRETCH = 1024;

/** The same request, which notes that somebody looked at it. */
function watched(request: AnalysedRequest, seen: Set<AnalysedRequest>): AnalysedRequest {
  return new Proxy(request, {
    get(target, key, receiver) {
      seen.add(target);
      return Reflect.get(target, key, receiver);
    },
  });
}

it.each(['Chrome', 'Firefox'])('the rules pause while they walk over many requests of %s', (browser) => {
  const origins = ['https://a.test', 'https://b.test'];
  const { capture, requests, connections } = analyze(
    sketchCapture({
      browser,
      connections: origins.map((openedFor, i) => ({ id: String(i), openedFor, openedAt: 0, protocol: 'h3' })),
      requests: Array.from({ length: REQUESTS }, (_, i) => ({
        ...{ url: `${origins[i % 2]}/${i}`, at: i, connection: String(i % 3 === 0 ? 0 : i % 2) },
        ...{ status: i % 50 === 1 ? 421 : 200, responseHeaders: { server: 'nginx' } },
      })),
    }),
  );
  const seen = new Set<AnalysedRequest>();
  const all = new Map(Array.from(requests, ([id, request]) => [id, watched(request, seen)]));
  const steps = findingsOf({ capture, requests: all, connections }, new Map());
  let looks = 0;
  let longest = 0;
  for (let done = false; !done; seen.clear()) {
    done = steps.next().done === true;
    looks += seen.size;
    longest = Math.max(longest, seen.size);
  }
  // All the rules about requests looked.
  expect(looks).toBeGreaterThan(6 * REQUESTS);
  expect(longest).toBeLessThan(AT_A_STRETCH);
});
