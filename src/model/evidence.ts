import type {
  ArchiveContents,
  AttemptRecord,
  Browser,
  Certificate,
  ConnectionId,
  ConnectionRecord,
  EpochMs,
  EvidenceSource,
  HarObject,
  Problem,
  RequestRecord,
} from './capture.ts';
import type { Origin } from './origin.ts';

/**
 * Evidence events: every source turns its raw input into these, and the builder takes nothing else.
 * They are plain JSON, so they pass through ports, workers and storage as they are.
 * A missing or null fact is no statement; it never withdraws an earlier one.
 */
export type Evidence =
  | SourceEvidence
  | RequestEvidence
  | AttemptEvidence
  | ConnectionEvidence
  | ResolutionEvidence
  | CertificateEvidence
  | ElsewhereEvidence
  | UnreadEntryEvidence
  | ArchiveEvidence
  | ProblemEvidence;

export interface SourceEvidence {
  readonly kind: 'source';
  readonly source: EvidenceSource;
  readonly browser?: Browser | null;
  readonly truncated?: boolean;
  readonly harLog?: HarObject;
}

export type RequestFacts = Partial<
  Omit<RequestRecord, 'id' | 'url' | 'method' | 'origin' | 'attempts' | 'sources'>
>;

/**
 * `key` names the request within its source. The first evidence of a key must carry what joins it with
 * other sources: URL, method and start.
 */
export interface RequestEvidence {
  readonly kind: 'request';
  readonly source: EvidenceSource;
  readonly key: string;
  readonly url: string;
  readonly method: string;
  readonly facts: RequestFacts;
}

/**
 * One sending of the request `key` of the same source, which must have been reported before.
 * `index` counts from 0 where the source sees every attempt; `'final'` where it sees only the last.
 */
export interface AttemptEvidence {
  readonly kind: 'attempt';
  readonly source: EvidenceSource;
  readonly key: string;
  readonly index: number | 'final';
  readonly facts: Partial<AttemptRecord>;
}

export interface ConnectionEvidence {
  readonly kind: 'connection';
  readonly source: EvidenceSource;
  readonly id: ConnectionId;
  readonly facts: Partial<Omit<ConnectionRecord, 'id' | 'sources'>>;
  /** Only for a connection from before the capture's last clear: the origins that had good answers on it by then. */
  readonly servedBefore?: readonly Origin[];
}

export interface ResolutionEvidence {
  readonly kind: 'resolution';
  readonly source: EvidenceSource;
  readonly host: string;
  readonly addresses: readonly string[];
}

/** What a request's `certificateId` stands for. */
export interface CertificateEvidence {
  readonly kind: 'certificate';
  readonly source: EvidenceSource;
  readonly fingerprint: string;
  readonly certificate: Certificate;
}

/** Another tab sent a request to this origin. */
export interface ElsewhereEvidence {
  readonly kind: 'elsewhere';
  readonly origin: Origin;
  readonly address: string | null;
  readonly at: EpochMs;
}

/** A HAR entry that describes no request. It follows the evidence of the entry before it. */
export interface UnreadEntryEvidence {
  readonly kind: 'unread-entry';
  /** Any JSON value. */
  readonly entry: unknown;
}

export interface ArchiveEvidence {
  readonly kind: 'archive';
  readonly contents: ArchiveContents;
}

export interface ProblemEvidence {
  readonly kind: 'problem';
  readonly problem: Problem;
}

export type Emit = (evidence: Evidence) => void;

/**
 * A source that reads bytes, in pieces that may be cut anywhere. The caller may reuse a piece when `push` returns.
 * `end` means that no more bytes come.
 */
export interface SourceReader {
  push(bytes: Uint8Array): void;
  end(): void;
}
