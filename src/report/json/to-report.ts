import type {
  AnalysedAttempt,
  AnalysedConnection,
  AnalysedRequest,
  Analysis,
} from '../../analysis/analysis.ts';
import { familyOf } from '../../analysis/browsers/browser-family.ts';
import type { Gap } from '../../analysis/gaps/gap.ts';
import type { Finding } from '../../diagnosis/finding.ts';
import { basisWords } from '../../diagnosis/statements/basis.ts';
import { gapWords } from '../../diagnosis/statements/gaps.ts';
import type { Capture } from '../../model/capture.ts';
import { captureKindOf } from '../../model/evidence-sources.ts';
import { sanitiseConclusions } from '../sanitise/analysis.ts';
import {
  REPORT_FORMAT,
  REPORT_VERSION,
  type Report,
  type ReportAttempt,
  type ReportConnection,
  type ReportGap,
  type ReportRequest,
  type ReportSource,
  type SourceKind,
  type Tool,
} from './report.ts';

export interface ReportOptions {
  /** The name of the capture: a file's base name, never its path. */
  readonly name: string;
  readonly tool: Tool;
  readonly kind: SourceKind;
  /** Removes credentials, bodies and query values. Default: true. */
  readonly sanitise?: boolean;
}

/** The report of one capture as plain JSON, the contract of version 1. */
export function toReport(analysis: Analysis, findings: readonly Finding[], options: ReportOptions): Report {
  const sanitised = options.sanitise ?? true;
  const shown = sanitised ? sanitiseConclusions({ analysis, findings }) : { analysis, findings };
  return {
    format: REPORT_FORMAT,
    version: REPORT_VERSION,
    tool: { name: options.tool.name, version: options.tool.version },
    sanitised,
    source: reportSource(shown.analysis.capture, options),
    connections: Array.from(shown.analysis.connections.values(), reportConnection),
    requests: Array.from(shown.analysis.requests.values(), reportRequest),
    findings: shown.findings.map(reportFinding),
    summary: shown.analysis.summary,
    bestCase: shown.analysis.bestCase,
    gaps: shown.analysis.gaps.map(reportGap),
  };
}

/** The kind of a capture read from files. Where several were joined, it is that of the most detailed source. */
export function sourceKindOf({ sources }: Capture): SourceKind {
  return captureKindOf(sources);
}

export function reportSource(
  capture: Capture,
  { kind, name }: Pick<ReportOptions, 'kind' | 'name'>,
): ReportSource {
  const { browser, truncated, problems, archive } = capture;
  const family = familyOf(browser);
  const isBrowser = family !== 'proxy' && family !== 'program';
  const [named, writer] = isBrowser ? [browser, null] : [null, browser];
  return { kind, name, browser: named, writer, archive, truncated, problems };
}

// Each object below is one literal. Built by spreading, a request took 3.7 KB and half of the time of a report.

export function reportConnection({ record, origins, redundant }: AnalysedConnection): ReportConnection {
  const { id, protocol, remote, openedFor, openedForCertainty, openedAt, closedAt, closeReason } = record;
  const { certificate, clientCertificate, privacyMode, partition, proxy } = record;
  const { originFrame, originFrameAt, retiredAt, refused, supersededBy, reconstructed } = record;
  // biome-ignore format: one line a group
  return {
    id, protocol, remote, openedFor, openedForCertainty, openedAt, closedAt, closeReason,
    certificate, clientCertificate, privacyMode, partition, proxy,
    originFrame, originFrameAt, retiredAt, refused, supersededBy, reconstructed,
    origins, redundant,
  };
}

export function reportRequest(request: AnalysedRequest): ReportRequest {
  const { id, url, method, origin, startedAt, endedAt, status, error, fromCache } = request.record;
  const { why, whyCertainty, resentAs, resendOf, wastedMs, cost } = request;
  const attempts = request.attempts.map(reportAttempt);
  // biome-ignore format: one line a group
  return {
    id, url, method, origin, startedAt, endedAt, status, error, fromCache,
    attempts,
    why, whyCertainty, resentAs, resendOf, wastedMs, cost,
  };
}

export function reportAttempt(attempt: AnalysedAttempt): ReportAttempt {
  const { connection, stream, status, error, coalesced, coalescedCertainty, hidden } = attempt;
  const { misdirected, resent, certainty, confidence, startedAt, endedAt } = attempt;
  const basis = basisWords(attempt.basis);
  // biome-ignore format: one line a group
  return {
    connection, stream, status, error, coalesced, coalescedCertainty, hidden,
    misdirected, resent, certainty, confidence, basis, startedAt, endedAt,
  };
}

/** The text for people who read a file or the command's output. */
export function reportGap(gap: Gap): ReportGap {
  const { message, remedy } = gapWords(gap, { place: 'command' });
  return { code: gap.code, message, remedy };
}

/** The contract's fields only, in a fixed order. */
export function reportFinding(finding: Finding): Finding {
  const { id, kind, severity, certainty, confidence, title, explanation, remedy, cost } = finding;
  const { references, requests, connections, origins, concerned } = finding;
  const { sender, cause, causes, fixes, log, verify, guide } = finding;
  // biome-ignore format: one line a group
  return {
    id, kind, severity, certainty, confidence, title, explanation, remedy,
    references, requests, connections, origins, concerned,
    sender, cause, causes, fixes, log, verify, guide,
    cost,
  };
}
