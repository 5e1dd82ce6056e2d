import { expect, it } from 'vitest';
import type { RequestId } from '../../model/capture.ts';
import { sketchCapture } from '../../testing/sketch-capture.ts';
import type { AnalysedRequest } from '../analysis.ts';
import { analyze } from '../analyze.ts';
import { findingsOf } from './findings.ts';

const REQUESTS = 4000;
/** A panel is to do something else after each few hundred; the end of a walk and the begin of the next may be one step. */
const AT_A_STRETCH = 1024;

class Watched extends Map<RequestId, AnalysedRequest> {
  visits = 0;

  override *values() {
    for (const request of super.values()) {
      this.visits += 1;
      yield request;
    }
  }
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
  const watched = new Watched(requests);
  const steps = findingsOf({ capture, requests: watched, connections }, new Map());
  let longest = 0;
  for (let before = 0; ; before = watched.visits) {
    const { done } = steps.next();
    longest = Math.max(longest, watched.visits - before);
    if (done) break;
  }
  // All the rules about requests looked.
  expect(watched.visits).toBeGreaterThan(6 * REQUESTS);
  expect(longest).toBeLessThan(AT_A_STRETCH);
});
