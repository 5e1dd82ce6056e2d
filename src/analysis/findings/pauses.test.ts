import { expect, it } from 'vitest';
import { sketchCapture } from '../../testing/sketch-capture.ts';
import type { AnalysedRequest } from '../analysis.ts';
import { analyze } from '../analyze.ts';
import { findingsOf } from './findings.ts';

const REQUESTS = 4000;
/** The panel must be able to do other work after every few hundred records; a step may end one loop and begin the next. */
const AT_A_STRETCH = 1024;

/** The same request, which records that it was read. */
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
  let reads = 0;
  let longest = 0;
  for (let done = false; !done; seen.clear()) {
    done = steps.next().done === true;
    reads += seen.size;
    longest = Math.max(longest, seen.size);
  }
  // All rules about requests have read them.
  expect(reads).toBeGreaterThan(6 * REQUESTS);
  expect(longest).toBeLessThan(AT_A_STRETCH);
});
