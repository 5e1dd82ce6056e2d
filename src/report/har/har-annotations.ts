import type { Cost, SharingReason, Summary } from '../../analysis/analysis.ts';
import type { Finding } from '../../diagnosis/finding.ts';
import type { ConnectionId, Millis, RequestId } from '../../model/capture.ts';
import type { Certainty } from '../../model/certainty.ts';
import type { Origin } from '../../model/origin.ts';
import type { HAR_FORMAT, HAR_VERSION } from '../../sources/annotated-har/find-annotation.ts';
import type { PatchStep } from '../../sources/annotated-har/patch.ts';
import type { EntrySupport, LogSupport } from '../../sources/annotated-har/support.ts';
import type { ReportAttempt, ReportConnection, ReportGap, Tool } from '../json/report.ts';

/** `log._coalescope` */
export interface LogAnnotation {
  readonly format: typeof HAR_FORMAT;
  readonly version: typeof HAR_VERSION;
  readonly tool: Tool | null;
  /** True when credentials, bodies and query values were removed. */
  readonly sanitised: boolean;
  readonly connections: readonly ReportConnection[];
  readonly findings: readonly Finding[];
  readonly summary: Summary;
  readonly gaps: readonly ReportGap[];
  /** The evidence that a HAR cannot hold, for reading the file back; present only where there is some. */
  readonly support?: LogSupport;
  /** JSON Patch that restores the original `log` (without entries and annotation). */
  readonly restore: readonly PatchStep[];
}

/** `log.entries[]._coalescope` */
export interface EntryAnnotation {
  /** Its id in findings, `resentAs` and `resendOf`. */
  readonly request: RequestId;
  /** In the order in which they were sent; the last is the one that the entry itself describes. */
  readonly attempts: readonly ReportAttempt[];
  readonly coalescing: Coalescing;
  /** Ids of the findings about it. */
  readonly findings: readonly string[];
  readonly resentAs: RequestId | null;
  readonly resendOf: RequestId | null;
  readonly wastedMs: Millis | null;
  readonly cost: Cost | null;
  /** True for an entry that is not from a HAR: the request is known from another source. */
  readonly synthesised: boolean;
  readonly support?: EntrySupport;
  /** JSON Patch that restores the original entry (without annotation). */
  readonly restore: readonly PatchStep[];
}

/** `log.entries[]._coalescope` of an entry that describes no request, because it has no URL or method or is no object. */
export interface UnreadEntryAnnotation {
  readonly unread: true;
  /** JSON Patch that restores the original entry (without annotation). */
  readonly restore: readonly PatchStep[];
}

/** Describes the first coalesced attempt, or the last attempt if none was coalesced. */
export interface Coalescing {
  readonly coalesced: boolean | null;
  readonly certainty: Certainty;
  readonly connection: ConnectionId | null;
  readonly openedFor: Origin | null;
  readonly openedForCertainty: Certainty;
  readonly why: readonly SharingReason[];
  readonly whyCertainty: Certainty;
}
