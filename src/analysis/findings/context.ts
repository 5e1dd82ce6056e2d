import type { Capture, ConnectionId, RequestId } from '../../model/capture.ts';
import type { AnalysedConnection, AnalysedRequest } from '../analysis.ts';

/** What the rules for findings read. */
export interface FindingContext {
  readonly capture: Capture;
  readonly requests: ReadonlyMap<RequestId, AnalysedRequest>;
  readonly connections: ReadonlyMap<ConnectionId, AnalysedConnection>;
}
