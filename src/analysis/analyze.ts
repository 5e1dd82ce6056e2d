import type { Capture } from '../model/capture.ts';
import { finish, type Steps } from '../model/steps.ts';
import { analysedConnections } from './analysed-connections.ts';
import { analysedRequests, setCosts } from './analysed-requests.ts';
import type { Analysis } from './analysis.ts';
import { familyOf } from './browser-family.ts';
import { indexInSteps } from './connection-index.ts';
import { costOf } from './cost/cost.ts';
import { lossesOf } from './cost/losses.ts';
import { findingsOf } from './findings/findings.ts';
import { asReported, type Reconstruction, reconstruct } from './firefox/reconstruct.ts';
import { gapsOf } from './gaps.ts';
import { bestCaseOf } from './redundancy/best-case.ts';
import { redundantConnections } from './redundancy/redundant-connections.ts';
import { summarise } from './summary.ts';

const NONE: Reconstruction['discarded'] = new Map();

/**
 * Draws every conclusion from a capture. The same capture gives the same analysis; for the next snapshot of a
 * live capture most of the work is remembered.
 */
export function analyze(capture: Capture): Analysis {
  return finish(analyzeInSteps(capture));
}

/** The same, for who has other things to do in between. */
export function* analyzeInSteps(capture: Capture): Steps<Analysis> {
  const family = familyOf(capture.browser);
  // Firefox names no connections; what follows works on those that are put together.
  const { capture: placed, discarded } =
    family === 'firefox' ? yield* reconstruct(capture) : { capture, discarded: NONE };
  const index = yield* indexInSteps(placed);
  const placedRequests = yield* analysedRequests(placed, index, discarded);
  const redundant = yield* redundantConnections(placed, placedRequests, index);
  yield;
  const connections = yield* analysedConnections(placedRequests, index, redundant);
  const losses = yield* lossesOf(placedRequests, connections);
  setCosts(placedRequests, losses);
  yield;
  const findings = yield* findingsOf({ capture: placed, requests: placedRequests, connections }, losses);
  yield;
  const cost = costOf([...losses.values()].flat());
  const summary = yield* summarise(capture, placedRequests, connections, findings, cost);
  yield;
  const bestCase = bestCaseOf(connections.values());
  yield;
  const requests = placed === capture ? placedRequests : yield* asReported(placedRequests);
  yield;
  const gaps = yield* gapsOf(capture, family, index);
  return { capture, requests, connections, findings, summary, bestCase, gaps };
}
