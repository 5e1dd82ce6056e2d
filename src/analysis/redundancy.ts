import type { ConnectionId, RequestId } from '../model/capture.ts';
import type { AnalysedRequest, Redundancy } from './analysis.ts';
import type { ConnectionIndex } from './connection-index.ts';

/** Connections that an open one could have spared, as far as this capture's facts tell. */
export function redundantConnections(
  _requests: ReadonlyMap<RequestId, AnalysedRequest>,
  _index: ConnectionIndex,
): Map<ConnectionId, Redundancy> {
  return new Map();
}
