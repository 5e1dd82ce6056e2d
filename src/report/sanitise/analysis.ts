import type { AnalysedAttempt, Analysis } from '../../analysis/analysis.ts';
import type { Finding } from '../../diagnosis/finding.ts';
import type {
  ArchiveContents,
  AttemptRecord,
  Capture,
  ConnectionRecord,
  RequestRecord,
} from '../../model/capture.ts';
import { restoredLog } from '../../sources/annotated-har/restore.ts';
import { asObject } from '../../sources/json.ts';
import { sanitiserOf } from './known/capture-secrets.ts';
import type { Sanitiser } from './sanitiser.ts';

export interface Conclusions {
  readonly analysis: Analysis;
  readonly findings: readonly Finding[];
}

/**
 * The same conclusions about the same capture, without cookies, credentials, bodies, query values, and users and
 * passwords in URLs. Ids, hosts, paths, statuses, times, sizes and the names of headers and parameters are kept.
 * Headers and HAR entries, which are most of a capture, are omitted: an export that contains them sanitises them one
 * request at a time (raw.ts).
 */
export function sanitiseConclusions(
  { analysis, findings }: Conclusions,
  sanitiser: Sanitiser = sanitiserOf(analysis),
): Conclusions {
  const sanitise = (record: RequestRecord): RequestRecord => sanitiseRequest(record, sanitiser);
  const requests = new Map<RequestRecord, RequestRecord>();
  const connections = new Map<ConnectionRecord, ConnectionRecord>();
  for (const record of analysis.capture.requests) requests.set(record, sanitise(record));
  for (const record of analysis.capture.connections) {
    connections.set(record, sanitiseConnection(record, sanitiser));
  }
  const capture = sanitiseCapture(analysis.capture, requests, connections, sanitiser);
  return {
    analysis: {
      ...analysis,
      capture,
      requests: new Map(
        Array.from(analysis.requests, ([id, request]) => {
          const record = requests.get(request.record) ?? sanitise(request.record);
          return [
            id,
            { ...request, record, attempts: request.attempts.map((a) => sanitiseAttempt(a, sanitiser)) },
          ];
        }),
      ),
      connections: new Map(
        Array.from(analysis.connections, ([id, connection]) => {
          const record =
            connections.get(connection.record) ?? sanitiseConnection(connection.record, sanitiser);
          return [id, { ...connection, record }];
        }),
      ),
    },
    findings: findings.map((finding) => sanitiseFinding(finding, sanitiser)),
  };
}

function sanitiseCapture(
  capture: Capture,
  requests: ReadonlyMap<RequestRecord, RequestRecord>,
  connections: ReadonlyMap<ConnectionRecord, ConnectionRecord>,
  sanitiser: Sanitiser,
): Capture {
  return {
    ...capture,
    problems: capture.problems.map((p) => ({ ...p, message: sanitiser.text(p.message) })),
    requests: capture.requests.map((record) => requests.get(record) ?? record),
    connections: capture.connections.map((record) => connections.get(record) ?? record),
    earlierConnections: capture.earlierConnections.map((earlier) => ({
      ...earlier,
      record: connections.get(earlier.record) ?? sanitiseConnection(earlier.record, sanitiser),
    })),
    browser: sanitiser.deep(capture.browser),
    // Only the original: the annotation of an earlier export is written anew.
    harLog: capture.harLog && asObject(sanitiser.json(restoredLog(capture.harLog))),
    certificates: new Map(
      Array.from(capture.certificates, ([id, certificate]) => [id, sanitiser.deep(certificate)]),
    ),
    unreadEntries: [],
    archive: capture.archive && sanitiseArchive(capture.archive, sanitiser),
  };
}

function sanitiseArchive({ read, notRead, others }: ArchiveContents, sanitiser: Sanitiser): ArchiveContents {
  return { read: read.map(sanitiser.text), notRead: notRead.map(sanitiser.text), others };
}

function sanitiseRequest(record: RequestRecord, sanitiser: Sanitiser): RequestRecord {
  return {
    ...record,
    url: sanitiser.url(record.url),
    method: sanitiser.name(record.method),
    resourceType: whenKnown(record.resourceType, sanitiser.plain),
    discardedType: whenKnown(record.discardedType, sanitiser.text),
    error: whenKnown(record.error, sanitiser.text),
    initiator: whenKnown(record.initiator, sanitiser.url),
    redirectedTo: whenKnown(record.redirectedTo, sanitiser.url),
    partition: whenKnown(record.partition, sanitiser.text),
    requestHeaders: null,
    responseHeaders: null,
    responseBody: null,
    attempts: record.attempts.map((a) => sanitiseSending(a, sanitiser)),
    har: null,
  };
}

/** Returns the attempt itself where it contains no recorded text, as nearly all do. */
function sanitiseSending(attempt: AttemptRecord, sanitiser: Sanitiser): AttemptRecord {
  if (attempt.error === null && attempt.answerHeaders === null) return attempt;
  return {
    ...attempt,
    error: whenKnown(attempt.error, sanitiser.text),
    answerHeaders: whenKnown(attempt.answerHeaders, sanitiser.headers),
  };
}

function sanitiseConnection(record: ConnectionRecord, sanitiser: Sanitiser): ConnectionRecord {
  return {
    ...record,
    closeReason: whenKnown(record.closeReason, sanitiser.text),
    partition: whenKnown(record.partition, sanitiser.text),
    proxy: whenKnown(record.proxy, sanitiser.text),
    certificate: sanitiser.deep(record.certificate),
  };
}

function sanitiseAttempt(made: AnalysedAttempt, sanitiser: Sanitiser): AnalysedAttempt {
  const error = whenKnown(made.error, sanitiser.text);
  return error === made.error ? made : { ...made, error };
}

function sanitiseFinding(finding: Finding, sanitiser: Sanitiser): Finding {
  const { id, kind, origins, requests, connections, concerned, references, ...words } = finding;
  const { title, explanation, remedy, guide, ...others } = words;
  return {
    ...{ id, kind, origins, requests, connections, concerned, references },
    ...sanitiser.deep(others),
    title: sanitiser.text(title),
    explanation: sanitiser.text(explanation),
    remedy: whenKnown(remedy, sanitiser.text),
    guide: guide.map((step) => ({
      ...sanitiser.deep(step),
      known: step.known.map((statement) => ({ ...statement, text: sanitiser.text(statement.text) })),
    })),
  };
}

function whenKnown<From, To>(value: From | null, rule: (value: From) => To): To | null {
  return value === null ? null : rule(value);
}
