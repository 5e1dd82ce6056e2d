import type { Capture } from '../model/capture.ts';
import { finish, type Steps } from '../model/steps.ts';
import type { Analysis } from './analysis.ts';
import { rulesOf } from './browsers/rules-by-family.ts';
import { analysedConnections } from './connections/analysed-connections.ts';
import { indexInSteps } from './connections/connection-index.ts';
import { costOf } from './cost/cost.ts';
import { lossesOf } from './cost/losses.ts';
import { findingsOf } from './findings/findings.ts';
import { gapsOf } from './gaps/gaps.ts';
import { bestCaseOf } from './redundancy/best-case.ts';
import { redundantConnections } from './redundancy/redundant-connections.ts';
import { analysedRequests, setCosts } from './requests/analysed-requests.ts';
import { summarise } from './summary.ts';

/**
 * Draws every conclusion from a capture. The same capture gives the same analysis; for the next snapshot of a
 * live capture most of the work is remembered.
 */
export function analyze(capture: Capture): Analysis {
  return finish(analyzeInSteps(capture));
}

/** Same, in steps, so that the caller can do other work between them. */
export function* analyzeInSteps(capture: Capture): Steps<Analysis> {
  const rules = rulesOf(capture.browser);
  // Where a browser's sources name no connections, what follows works on reconstructed ones.
  const { capture: placed, lostAttempts, asReported } = yield* rules.read(capture);
  const index = yield* indexInSteps(placed, rules);
  const lost = yield* lostAttempts(index);
  const placedRequests = yield* analysedRequests(placed, index, lost);
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
  const requests = yield* asReported(placedRequests);
  yield;
  const gaps = yield* gapsOf({ capture, rules, index, requests, summary });
  return { capture, requests, connections, findings, losses, summary, bestCase, gaps };
}
