import type {
  Capture,
  ConnectionId,
  ConnectionRecord,
  EpochMs,
  Millis,
  Protocol,
  RequestId,
  RequestRecord,
} from '../model/capture.ts';
import type { Certainty } from '../model/certainty.ts';
import type { Origin } from '../model/origin.ts';
import type { AttemptBasis } from './attempts/attempt-basis.ts';
import type { Cost, CostMeasure, Loss } from './cost/measures.ts';
import type { FindingKind, Severity } from './findings/finding-kinds.ts';
import type { Gap } from './gaps/gap.ts';
import type { AnswerFeature } from './misrouting/features.ts';
import type { Resemblance } from './misrouting/resemblance.ts';
import type { RedundancyCause } from './redundancy/causes.ts';

export type { Cost, CostMeasure, FindingKind, RedundancyCause, Resemblance, Severity };

/** The conclusions from a {@link Capture}. Made by `analyze`, never changed afterwards. */
export interface Analysis {
  readonly capture: Capture;
  /** In the capture's order. */
  readonly requests: ReadonlyMap<RequestId, AnalysedRequest>;
  readonly connections: ReadonlyMap<ConnectionId, AnalysedConnection>;
  readonly findings: readonly FindingFacts[];
  /** What the 421s of each request cost; requests without one have no entry. */
  readonly losses: ReadonlyMap<RequestId, readonly Loss[]>;
  readonly summary: Summary;
  /** Null when no connection can be judged. */
  readonly bestCase: BestCase | null;
  /** Facts that this capture's sources cannot show. */
  readonly gaps: readonly Gap[];
}

/** Why a connection could be shared with an origin. */
export type SharingReason = 'certificate-name' | 'same-address' | 'origin-frame' | 'alt-svc';

export interface AnalysedAttempt {
  readonly connection: ConnectionId | null;
  readonly stream: number | null;
  readonly status: number | null;
  readonly error: string | null;
  readonly startedAt: EpochMs | null;
  readonly endedAt: EpochMs | null;
  /** The attempt's origin is not the one its connection was opened for; null when that is not known. */
  readonly coalesced: boolean | null;
  readonly coalescedCertainty: Certainty;
  /** Not reported to the page or to DevTools: every attempt but the last. */
  readonly hidden: boolean;
  /** How certain it is that this attempt was made, and its details. */
  readonly certainty: Certainty;
  /** 1 for observed and derived; for inferred, how often such statements proved right. */
  readonly confidence: number;
  /** Answered 421. */
  readonly misdirected: boolean;
  /** It follows a misdirected attempt of the same request. */
  readonly resent: boolean;
  /** The evidence for it. */
  readonly basis: AttemptBasis;
}

export interface AnalysedRequest {
  readonly record: RequestRecord;
  /** In the order in which they were sent; the last is the one the page saw. Empty when it never reached the network. */
  readonly attempts: readonly AnalysedAttempt[];
  /** Why the first coalesced attempt could share its connection; empty when none was or it is not known. */
  readonly why: readonly SharingReason[];
  readonly whyCertainty: Certainty;
  /** Another request that the page made because this one was misdirected, and the reverse. */
  readonly resentAs: RequestId | null;
  readonly resendOf: RequestId | null;
  /** Time lost to misdirected attempts before the last one; null when it is unknown. */
  readonly wastedMs: Millis | null;
  /** The cost of its 421s; null if it got none. */
  readonly cost: Cost | null;
}

export interface OriginOnConnection {
  readonly origin: Origin;
  readonly requests: number;
  readonly coalesced: boolean;
  readonly why: readonly SharingReason[];
  readonly certainty: Certainty;
}

export interface Redundancy {
  readonly cause: RedundancyCause;
  readonly sharedWith: ConnectionId;
  /**
   * `unknown` where no source says whether the other one was still open or belonged to the same pool. Then the cause is
   * the likeliest of {@link AnalysedConnection.possibleCauses}: it counts in the upper bound of redundant
   * connections, not in the lower.
   */
  readonly certainty: Certainty;
}

/** Refers to one attempt: its request, and the index in that request's `attempts`. */
export interface AttemptRef {
  readonly request: RequestId;
  readonly index: number;
}

export interface AnalysedConnection {
  readonly record: ConnectionRecord;
  /** Sorted by start; attempts without a start last. */
  readonly attempts: readonly AttemptRef[];
  readonly origins: readonly OriginOnConnection[];
  readonly redundant: Redundancy | null;
  /** Every cause that may apply, if missing facts leave open which one does or whether any does. */
  readonly possibleCauses: readonly RedundancyCause[];
  /** First use or opening, whichever is known first; null when neither is. */
  readonly firstAt: EpochMs | null;
  readonly lastAt: EpochMs | null;
}

/** A finding without its sentences, which are in src/diagnosis. */
export interface FindingFacts {
  /** Stable for the same capture: formed from the kind and the subject. */
  readonly id: string;
  readonly kind: FindingKind;
  readonly severity: Severity;
  readonly certainty: Certainty;
  readonly confidence: number;
  readonly requests: readonly RequestId[];
  readonly connections: readonly ConnectionId[];
  readonly origins: readonly Origin[];
  /** The cost of the 421s that it is about; null where it is not about their consequences. */
  readonly cost: Cost | null;
  /** How responses differ, for findings about different responses. */
  readonly differences?: readonly AnswerDifference[];
  /** How each of its origins is served on its own connections, for hazards. */
  readonly services?: readonly OwnService[];
  /** Why a response seems not to be the origin's own, for findings about responses that nothing can be compared with. */
  readonly resemblances?: readonly Resemblance[];
}

/** How an origin is served on a connection of its own. */
export interface OwnService {
  readonly origin: Origin;
  /** Its `server` field, untrusted text; empty where it is missing or not always the same. */
  readonly server: string;
  /** Null if it uses several. */
  readonly protocol: Protocol | null;
  /** The browser sent a client certificate there. */
  readonly clientCertificate: boolean;
}

/** One feature in which the responses for an origin differ. The text comes from servers and is untrusted. */
export interface AnswerDifference {
  readonly feature: AnswerFeature;
  /** On the shared connection; empty where a header is missing. */
  readonly shared: string;
  /** On the origin's own connection. */
  readonly own: string;
  /** The origin that the shared connection was opened for has the same value. */
  readonly likeOther: boolean;
}

export interface Summary {
  readonly requests: number;
  /** Null when requests were sent and no source names the connection of any. */
  readonly connections: number | null;
  readonly origins: number;
  /** Null where `connections` is: which requests shared a connection is then unknown. */
  readonly coalescedRequests: number | null;
  readonly misdirectedAttempts: number;
  readonly hiddenAttempts: number;
  readonly visibleMisdirected: number;
  readonly resentRequests: number;
  readonly misroutedRequests: number;
  /** The lower bound: inferred ones are not counted. */
  readonly redundantConnections: Readonly<Partial<Record<RedundancyCause, number>>>;
  /** The upper bound: includes those for which it is unknown. One connection may count under several causes. */
  readonly redundantAtMost: Readonly<Partial<Record<RedundancyCause, number>>>;
  /** How many connections count in the upper bound only. */
  readonly possiblyRedundant: number;
  /** Sum of the known values; 0 only if nothing was lost. */
  readonly wastedMs: Millis;
  /** The cost of all 421s in the capture; all zero if there are none. */
  readonly cost: Cost;
}

/** What a way of coalescing would save. Time is not included: Singanamalla et al. measured no gain. */
export interface Savings {
  readonly connections: number;
  /** Names that would not need a DNS query. */
  readonly dnsQueries: number;
  /** Certificates that would not need to be verified. */
  readonly certificateValidations: number;
}

/** Names that a certificate would need so that its connection could carry everything sent to its address. */
export interface CertificateChange {
  /** The connection on which the certificate was seen. */
  readonly connection: ConnectionId;
  readonly subject: string;
  readonly addNames: readonly string[];
  /** Connections that would no longer be needed. */
  readonly spares: number;
}

/** The best that coalescing could achieve for this capture, with the servers where they are. */
export interface BestCase {
  /** HTTPS connections over HTTP/2 or HTTP/3 to a known address. The counts below are subsets. */
  readonly connections: number;
  /** One connection per address, if its certificate had all names (clients compare addresses, so all are resolved). */
  readonly byAddress: Savings;
  /** With certificates as they are, if each server had sent an ORIGIN frame with all its names (RFC 8336). */
  readonly byOriginFrame: Savings;
  /** What `byAddress` requires: for each address the fewest names to add. */
  readonly certificates: readonly CertificateChange[];
}
