import type { Capture } from '../model/capture.ts';
import { finish, type Steps } from '../model/steps.ts';
import type { Analysis } from './analysis.ts';
import { familyOf } from './browser-family.ts';
import { indexInSteps } from './connection-index.ts';
import { analysedConnections } from './connections.ts';
import { findingsOf } from './findings/findings.ts';
import { gapsOf } from './gaps.ts';
import { redundantConnections } from './redundancy.ts';
import { analysedRequests } from './requests.ts';
import { summarise } from './summary.ts';

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
  const index = yield* indexInSteps(capture);
  const requests = yield* analysedRequests(capture, index);
  const redundant = redundantConnections(requests, index);
  yield;
  const connections = yield* analysedConnections(requests, index, redundant);
  const findings = yield* findingsOf({ capture, requests, connections });
  yield;
  const summary = summarise(capture, requests, connections, findings);
  yield;
  return { capture, requests, connections, findings, summary, gaps: gapsOf(capture, family, index) };
}
