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
import type { AttemptBasis } from './attempt-basis.ts';
import type { FindingKind, Severity } from './findings/finding-kinds.ts';
import type { Gap } from './gap.ts';
import type { AnswerFeature } from './misrouting/features.ts';
import type { RedundancyCause } from './redundancy/causes.ts';

export type { FindingKind, RedundancyCause, Severity };

/** What was concluded from a {@link Capture}. Made by `analyze`, never changed afterwards. */
export interface Analysis {
  readonly capture: Capture;
  /** In the capture's order. */
  readonly requests: ReadonlyMap<RequestId, AnalysedRequest>;
  readonly connections: ReadonlyMap<ConnectionId, AnalysedConnection>;
  readonly findings: readonly FindingFacts[];
  readonly summary: Summary;
  /** Null when no connection can be judged. */
  readonly bestCase: BestCase | null;
  /** What this capture's sources cannot tell, and how to get it. */
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
  /** How sure it is that this attempt was made, with what it says. */
  readonly certainty: Certainty;
  /** 1 for observed and derived; for inferred how often such a statement proved right. */
  readonly confidence: number;
  /** Answered 421. */
  readonly misdirected: boolean;
  /** It follows a misdirected attempt of the same request. */
  readonly resent: boolean;
  /** How it is known. */
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
  /** Time lost to misdirected attempts before the last one, null when it cannot be told. */
  readonly wastedMs: Millis | null;
  /** What its 421s cost; null when it got none. */
  readonly cost: Cost | null;
}

/**
 * What 421s cost the page. What nothing is told of is null; of what is told in part there is the sum of that part, and
 * its name stands in `atLeast`.
 */
export interface Cost {
  /** Attempts answered 421. */
  readonly attempts: number;
  /**
   * From the sending of each to the sending of the attempt that follows it, so with the set-up of a new connection;
   * to the end of its answer where none follows. Requests that waited at the same time count each.
   */
  readonly ms: Millis | null;
  /**
   * Bytes of the bodies of those requests, as counted or as Content-Length tells, and of those answers, as
   * Content-Length tells. No source tells the size of headers.
   */
  readonly bytesSent: number | null;
  readonly bytesReceived: number | null;
  /** Connections that were opened to send again, and those that were opened for that and given up. */
  readonly connections: readonly ConnectionId[] | null;
  /** DNS, TCP or QUIC, and TLS of these connections; it stands in `ms`, too. */
  readonly setupMs: Millis | null;
  readonly atLeast: readonly CostMeasure[];
}

export type CostMeasure = 'ms' | 'bytesSent' | 'bytesReceived' | 'connections' | 'setupMs';

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
   * `unknown` where no source tells whether the other one was still open or belonged to the same pool: then it is the
   * likeliest of {@link AnalysedConnection.perhapsRedundant}, in the upper bound of what could have been spared and
   * not in the lower.
   */
  readonly certainty: Certainty;
}

/** One attempt's place: which request, and the index in its `attempts`. */
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
  /** Every cause that may apply where it is not certain which does, or whether any: what missing facts leave open. */
  readonly perhapsRedundant: readonly RedundancyCause[];
  /** First use or opening, whichever is known first; null when neither is. */
  readonly firstAt: EpochMs | null;
  readonly lastAt: EpochMs | null;
}

/** A finding without its words: those are diagnosis' (src/diagnosis). */
export interface FindingFacts {
  /** Stable for the same capture: kind and what it is about. */
  readonly id: string;
  readonly kind: FindingKind;
  readonly severity: Severity;
  readonly certainty: Certainty;
  readonly confidence: number;
  readonly requests: readonly RequestId[];
  readonly connections: readonly ConnectionId[];
  readonly origins: readonly Origin[];
  /** What the 421s cost that it is about; null where it is not about what came of them. */
  readonly cost: Cost | null;
  /** How answers differ, where it is about that. */
  readonly differences?: readonly AnswerDifference[];
  /** How each of its origins is served on its own connections, where it is about that. */
  readonly services?: readonly OwnService[];
}

/** How an origin is served on a connection of its own. */
export interface OwnService {
  readonly origin: Origin;
  /** Its \`server\` field, text that nobody vouches for; empty where it is not there or not always the same. */
  readonly server: string;
  /** Null where it has several. */
  readonly protocol: Protocol | null;
  /** The browser showed a certificate of its own there. */
  readonly clientCertificate: boolean;
}

/** One thing in which the answers to an origin are not alike. Text of servers nobody vouches for. */
export interface AnswerDifference {
  readonly feature: AnswerFeature;
  /** On the shared connection; empty where a header is not there. */
  readonly shared: string;
  /** On the origin's own connection. */
  readonly own: string;
  /** The shared connection's own origin is answered so, too. */
  readonly likeOther: boolean;
}

export interface Summary {
  readonly requests: number;
  /** Null when requests were sent and no source names the connection of any. */
  readonly connections: number | null;
  readonly origins: number;
  /** Null with `connections`: what rode together is then not known. */
  readonly coalescedRequests: number | null;
  readonly misdirectedAttempts: number;
  readonly hiddenAttempts: number;
  readonly visibleMisdirected: number;
  readonly resentRequests: number;
  readonly misroutedRequests: number;
  /** At least so many: the lower bound, without what is inferred. */
  readonly redundantConnections: Readonly<Partial<Record<RedundancyCause, number>>>;
  /** At most so many: with those of which it is not known. One connection may stand under several causes. */
  readonly redundantAtMost: Readonly<Partial<Record<RedundancyCause, number>>>;
  /** Sum of what is known; 0 only when nothing was lost. */
  readonly wastedMs: Millis;
  /** Of all 421s of the capture; all zero when there was none. */
  readonly cost: Cost;
}

/** What a way of coalescing would have spared. Not time: Singanamalla et al. measured none. */
export interface Savings {
  readonly connections: number;
  /** Names that nobody would have had to resolve. */
  readonly dnsQueries: number;
  /** Handshakes in which nobody would have had to check a certificate. */
  readonly certificateValidations: number;
}

/** Names that a certificate would need, so that its connection could carry all that goes to its address. */
export interface CertificateChange {
  /** The connection on which the certificate was seen. */
  readonly connection: ConnectionId;
  readonly subject: string;
  readonly addNames: readonly string[];
  /** Connections that would no longer be needed. */
  readonly spares: number;
}

/** The best that coalescing could do for this capture, with the servers as they are placed. */
export interface BestCase {
  /** HTTPS connections over HTTP/2 or HTTP/3 to a known address: what the rest is counted of. */
  readonly connections: number;
  /** One connection an address, had its certificate all names (clients compare addresses, so all are resolved). */
  readonly byAddress: Savings;
  /** With certificates as they are, had each server sent an ORIGIN frame with all it is named for (RFC 8336). */
  readonly byOriginFrame: Savings;
  /** What `byAddress` takes: the fewest names, for each address. */
  readonly certificates: readonly CertificateChange[];
}
