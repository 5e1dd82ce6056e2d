import type { AnalysedConnection, AnalysedRequest, Analysis } from '../../../src/analysis/analysis.ts';
import type { ConnectionId } from '../../../src/model/capture.ts';
import { type Steps, stepping } from '../../../src/model/steps.ts';
import type { Extent } from './extent.ts';
import type { LaneKind } from './lane.ts';
import { type Placement, placeAttempt, placeRequest } from './placement.ts';

/** An attempt before it has a place among its lane's others. */
export interface Placed {
  readonly request: AnalysedRequest;
  readonly index: number;
  readonly place: Placement;
}

/** What will be one lane. */
export interface LaneDraft {
  readonly kind: LaneKind;
  readonly id: ConnectionId | null;
  readonly connection: AnalysedConnection | null;
  readonly placed: Placed[];
}

/** Puts every attempt of every request into the lane of its connection; none is left out. */
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

/** An attempt may name a connection of which nothing else is known: it has a lane all the same. */
function draftOf(drafts: Map<ConnectionId, LaneDraft>, id: ConnectionId): LaneDraft {
  let draft = drafts.get(id);
  if (draft === undefined) {
    draft = { kind: 'connection', id, connection: null, placed: [] };
    drafts.set(id, draft);
  }
  return draft;
}
