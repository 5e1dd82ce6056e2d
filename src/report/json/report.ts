import type { BestCase, Cost, RedundancyCause, SharingReason, Summary } from '../../analysis/analysis.ts';
import type { GapCode } from '../../analysis/gaps/gap.ts';
import type { Finding } from '../../diagnosis/finding.ts';
import type {
  ArchiveContents,
  Browser,
  Certificate,
  ConnectionId,
  EpochMs,
  Millis,
  Problem,
  Protocol,
  Refusal,
  Remote,
  RequestId,
} from '../../model/capture.ts';
import type { Certainty } from '../../model/certainty.ts';
import type { CaptureKind } from '../../model/evidence-sources.ts';
import type { Origin } from '../../model/origin.ts';

export const REPORT_FORMAT = 'coalescope-report';
export const REPORT_VERSION = 1;

export interface Tool {
  readonly name: string;
  readonly version: string;
}

export type SourceKind = CaptureKind;

/**
 * The report, version 1: what the command prints, the panel exports and tests read. Fields may be added
 * within version 1, but none is changed or removed. A value that the capture does not contain is null.
 * `report.schema.json` in this package is the machine-readable form of the same contract.
 */
export interface Report {
  readonly format: typeof REPORT_FORMAT;
  readonly version: typeof REPORT_VERSION;
  readonly tool: Tool;
  /** True when credentials, bodies and query values were removed. */
  readonly sanitised: boolean;
  readonly source: ReportSource;
  readonly connections: readonly ReportConnection[];
  readonly requests: readonly ReportRequest[];
  readonly findings: readonly Finding[];
  readonly summary: Summary;
  /** The fewest connections that coalescing could have needed here; null when no connection can be judged. */
  readonly bestCase: BestCase | null;
  /** What a capture of this kind does not contain, and how to get it. */
  readonly gaps: readonly ReportGap[];
}

/** Something that a capture of this kind cannot show. */
export interface ReportGap {
  readonly code: GapCode;
  readonly message: string;
  /** The way to get it, or null when there is none. */
  readonly remedy: string | null;
}

export interface ReportSource {
  readonly kind: SourceKind;
  /** The file's base name, or the name of the live capture. */
  readonly name: string;
  readonly browser: Browser | null;
  /** The proxy or the program that wrote it; null where a browser did, or nothing is known. */
  readonly writer: Browser | null;
  /** What was read of a zip archive; null for any other file. */
  readonly archive: ArchiveContents | null;
  readonly truncated: boolean;
  readonly problems: readonly Problem[];
}

export interface ReportConnection {
  readonly id: ConnectionId;
  readonly protocol: Protocol | null;
  readonly remote: Remote | null;
  readonly openedFor: Origin | null;
  readonly openedForCertainty: Certainty;
  readonly openedAt: EpochMs | null;
  readonly closedAt: EpochMs | null;
  readonly closeReason: string | null;
  readonly certificate: Certificate | null;
  readonly clientCertificate: boolean | null;
  readonly privacyMode: boolean | null;
  readonly partition: string | null;
  readonly proxy: string | null;
  readonly originFrame: readonly Origin[] | null;
  readonly originFrameAt: EpochMs | null;
  readonly retiredAt: EpochMs | null;
  readonly refused: readonly Refusal[] | null;
  readonly supersededBy: ConnectionId | null;
  /** No source reports it: it was reconstructed from its requests. */
  readonly reconstructed: boolean;
  readonly origins: readonly ReportOrigin[];
  readonly redundant: ReportRedundancy | null;
}

export interface ReportOrigin {
  readonly origin: Origin;
  readonly requests: number;
  readonly coalesced: boolean;
  readonly why: readonly SharingReason[];
  readonly certainty: Certainty;
}

export interface ReportRedundancy {
  readonly cause: RedundancyCause;
  readonly sharedWith: ConnectionId;
  readonly certainty: Certainty;
}

export interface ReportRequest {
  readonly id: RequestId;
  readonly url: string;
  readonly method: string;
  readonly origin: Origin | null;
  readonly startedAt: EpochMs | null;
  readonly endedAt: EpochMs | null;
  readonly status: number | null;
  readonly error: string | null;
  readonly fromCache: boolean;
  /** In the order in which they were sent; the page saw the last one. */
  readonly attempts: readonly ReportAttempt[];
  readonly why: readonly SharingReason[];
  readonly whyCertainty: Certainty;
  readonly resentAs: RequestId | null;
  readonly resendOf: RequestId | null;
  readonly wastedMs: Millis | null;
  /** The cost of its 421s; null when it got none. */
  readonly cost: Cost | null;
}

export interface ReportAttempt {
  readonly connection: ConnectionId | null;
  readonly stream: number | null;
  readonly status: number | null;
  readonly error: string | null;
  readonly coalesced: boolean | null;
  readonly coalescedCertainty: Certainty;
  readonly hidden: boolean;
  readonly misdirected: boolean;
  readonly resent: boolean;
  readonly certainty: Certainty;
  readonly confidence: number;
  /** How it is known, in one sentence. */
  readonly basis: string;
  readonly startedAt: EpochMs | null;
  readonly endedAt: EpochMs | null;
}
