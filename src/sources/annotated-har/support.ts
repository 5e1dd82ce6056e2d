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
 * What a HAR cannot hold, written beside it when a capture did not come from a HAR alone, so that importing
 * the file gives the capture again.
 */
export interface LogSupport {
  readonly sources: readonly EvidenceSource[];
  readonly browser: Browser | null;
  readonly truncated: boolean;
  readonly problems: readonly Problem[];
  readonly connections: readonly ConnectionSupport[];
  /** Of before the last clear: those that may have carried something since. */
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

/** The same for one entry. */
export interface EntrySupport {
  readonly url: string;
  readonly method: string;
  /** The best first. */
  readonly sources: readonly EvidenceSource[];
  readonly facts: RequestFacts;
  readonly attempts: readonly Partial<AttemptRecord>[];
}
