import type { Capture } from '../model/capture.ts';
import type { Analysis } from './analysis.ts';
import { familyOf } from './browser-family.ts';
import { indexConnections } from './connection-index.ts';
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
  const family = familyOf(capture.browser);
  const index = indexConnections(capture);
  const requests = analysedRequests(capture, index);
  const redundant = redundantConnections(requests, index);
  const connections = analysedConnections(requests, index, redundant);
  const findings = findingsOf({ capture, requests, connections });
  const summary = summarise(capture, requests, connections, findings);
  return { capture, requests, connections, findings, summary, gaps: gapsOf(capture, family, index) };
}
