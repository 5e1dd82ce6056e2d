import type { ConnectionId, RequestId } from '../../model/capture.ts';
import { type Certainty, compareCertainty } from '../../model/certainty.ts';
import type { Origin } from '../../model/origin.ts';
import type { FindingFacts } from '../analysis.ts';
import { FINDING_KINDS, type FindingKind } from './finding-kinds.ts';

/** One case of a finding. */
export interface Case {
  readonly certainty: Certainty;
  readonly confidence: number;
  readonly request?: RequestId;
  readonly connections: readonly (ConnectionId | null)[];
  readonly origins: readonly (Origin | null)[];
}

interface Draft {
  certainty: Certainty;
  confidence: number;
  readonly requests: Set<RequestId>;
  readonly connections: Set<ConnectionId>;
  readonly origins: Set<Origin>;
}

/**
 * Collects cases of one kind into one finding for each subject (an origin on connections opened for another,
 * say), so that a host that fails 200 times is one finding with 200 requests. A finding says that something happened
 * at least once, so its certainty is that of its most certain case; each attempt keeps its own certainty.
 */
export class FindingGroups {
  readonly #kind: FindingKind;
  readonly #drafts = new Map<string, Draft>();

  constructor(kind: FindingKind) {
    this.#kind = kind;
  }

  /** `subject` is what the finding is about. The kind and the subject form the finding's stable id. */
  add(subject: readonly (string | null)[], { request, connections, origins, ...one }: Case): void {
    const key = subject.map((part) => part ?? '?').join(' ');
    const draft = this.#draftOf(key, one);
    const better = compareCertainty(one.certainty, draft.certainty);
    if (better > 0 || (better === 0 && one.confidence > draft.confidence)) {
      draft.certainty = one.certainty;
      draft.confidence = one.confidence;
    }
    if (request !== undefined) draft.requests.add(request);
    for (const connection of connections) if (connection !== null) draft.connections.add(connection);
    for (const origin of origins) if (origin !== null) draft.origins.add(origin);
  }

  findings(): FindingFacts[] {
    return Array.from(this.#drafts, ([key, draft]) => ({
      id: `${this.#kind} ${key}`,
      kind: this.#kind,
      severity: FINDING_KINDS[this.#kind].severity,
      certainty: draft.certainty,
      confidence: draft.confidence,
      requests: [...draft.requests],
      connections: [...draft.connections],
      origins: [...draft.origins],
      cost: null,
    }));
  }

  #draftOf(key: string, { certainty, confidence }: Pick<Case, 'certainty' | 'confidence'>): Draft {
    let draft = this.#drafts.get(key);
    if (draft === undefined) {
      draft = { certainty, confidence, requests: new Set(), connections: new Set(), origins: new Set() };
      this.#drafts.set(key, draft);
    }
    return draft;
  }
}
