import type { ConnectionId, EpochMs, RequestId } from '../src/model/capture.ts';

/** What the user hovers or has selected; the same in every view. */
export type Selection =
  | { readonly kind: 'attempt'; readonly request: RequestId; readonly index: number }
  | { readonly kind: 'request'; readonly request: RequestId }
  | { readonly kind: 'connection'; readonly connection: ConnectionId }
  | null;

/** A range of the capture's time, both ends included. */
export interface TimeRange {
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/** True when both refer to the same item. */
export function sameSelection(a: Selection, b: Selection): boolean {
  if (a === null || b === null) return a === b;
  if (a.kind === 'attempt') return b.kind === 'attempt' && a.request === b.request && a.index === b.index;
  if (a.kind === 'request') return b.kind === 'request' && a.request === b.request;
  return b.kind === 'connection' && a.connection === b.connection;
}

/** The request that a selection is about, or null when it is about none. */
export function requestOf(selection: Selection): RequestId | null {
  return selection === null || selection.kind === 'connection' ? null : selection.request;
}
