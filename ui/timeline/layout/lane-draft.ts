import type { AnalysedConnection, AnalysedRequest, Analysis } from '../../../src/analysis/analysis.ts';
import type { ConnectionId } from '../../../src/model/capture.ts';
import { type Steps, stepping } from '../../../src/model/steps.ts';
import type { Extent } from './extent.ts';
import type { LaneKind } from './lane.ts';
import { type Placement, placeAttempt, placeRequest } from './placement.ts';

/** An attempt with its time, before its lane assigns a sub-row. */
export interface Placed {
  readonly request: AnalysedRequest;
  readonly index: number;
  readonly place: Placement;
}

/** The attempts of a future lane. */
export interface LaneDraft {
  readonly kind: LaneKind;
  readonly id: ConnectionId | null;
  readonly connection: AnalysedConnection | null;
  readonly placed: Placed[];
}

/** Assigns every attempt of every request to the lane of its connection. */
export function* draftLanes(analysis: Analysis, extent: Extent): Steps<LaneDraft[]> {
  const drafts = new Map<ConnectionId, LaneDraft>();
  for (const [id, connection] of analysis.connections) {
    drafts.set(id, { kind: 'connection', id, connection, placed: [] });
  }
  const unknown: LaneDraft = { kind: 'unknown', id: null, connection: null, placed: [] };
  const none: LaneDraft = { kind: 'none', id: null, connection: null, placed: [] };
  yield* stepping(analysis.requests.values(), (request) => {
    if (request.attempts.length === 0) {
      none.placed.push({ request, index: -1, place: placeRequest(request, extent.zero) });
    }
    request.attempts.forEach(({ connection: id }, index) => {
      const draft = id === null ? unknown : draftOf(drafts, id);
      const fallback = draft.connection?.firstAt ?? extent.zero;
      draft.placed.push({ request, index, place: placeAttempt(request, index, extent.to, fallback) });
    });
  });
  return [unknown, ...drafts.values(), none].filter(
    ({ kind, placed }) => kind === 'connection' || placed.length > 0,
  );
}

/** An attempt may refer to a connection about which nothing else is known: it gets a lane too. */
function draftOf(drafts: Map<ConnectionId, LaneDraft>, id: ConnectionId): LaneDraft {
  let draft = drafts.get(id);
  if (draft === undefined) {
    draft = { kind: 'connection', id, connection: null, placed: [] };
    drafts.set(id, draft);
  }
  return draft;
}
