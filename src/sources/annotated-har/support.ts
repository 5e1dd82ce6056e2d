import type {
  AttemptRecord,
  Browser,
  Certificate,
  ConnectionId,
  ConnectionRecord,
  Elsewhere,
  EvidenceSource,
  Problem,
} from '../../model/capture.ts';
import type { RequestFacts } from '../../model/evidence.ts';
import type { Origin } from '../../model/origin.ts';

/**
 * The evidence that a HAR cannot hold, added when a capture did not come from a HAR alone, so that importing the file
 * restores the capture.
 */
export interface LogSupport {
  readonly sources: readonly EvidenceSource[];
  readonly browser: Browser | null;
  readonly truncated: boolean;
  readonly problems: readonly Problem[];
  readonly connections: readonly ConnectionSupport[];
  /** Connections from before the last clear that may have carried something since. */
  readonly earlierConnections: readonly EarlierSupport[];
  /** Host names with the addresses they resolved to. */
  readonly resolutions: readonly { readonly host: string; readonly addresses: readonly string[] }[];
  readonly elsewhere: readonly Elsewhere[];
  readonly certificates: readonly { readonly fingerprint: string; readonly certificate: Certificate }[];
}

export interface ConnectionSupport {
  readonly id: ConnectionId;
  readonly sources: readonly EvidenceSource[];
  readonly facts: Partial<Omit<ConnectionRecord, 'id' | 'sources'>>;
}

export interface EarlierSupport extends ConnectionSupport {
  readonly servedBefore: readonly Origin[];
}

/** Same, for one entry. */
export interface EntrySupport {
  readonly url: string;
  readonly method: string;
  /** The best first. */
  readonly sources: readonly EvidenceSource[];
  readonly facts: RequestFacts;
  readonly attempts: readonly Partial<AttemptRecord>[];
}
