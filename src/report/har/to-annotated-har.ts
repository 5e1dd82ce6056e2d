import type { AnalysedRequest, Analysis } from '../../analysis/analysis.ts';
import type { Finding } from '../../diagnosis/finding.ts';
import type { HarObject, RequestId } from '../../model/capture.ts';
import { append } from '../../model/lists.ts';
import { ANNOTATION, HAR_FORMAT, HAR_VERSION } from '../../sources/annotated-har/find-annotation.ts';
import { diff } from '../../sources/annotated-har/patch.ts';
import { restoredEntry, restoredLog } from '../../sources/annotated-har/restore.ts';
import type { Shape } from '../../sources/annotated-har/shape.ts';
import { entrySupport, logSupport, needsSupport } from '../../sources/annotated-har/write-support.ts';
import { asObject } from '../../sources/json.ts';
import type { Tool } from '../json/report.ts';
import { reportAttempt, reportConnection, reportFinding, reportGap } from '../json/to-report.ts';
import { sanitiseConclusions } from '../sanitise/analysis.ts';
import { harEntryRule } from '../sanitise/har-entry.ts';
import { sanitiserOf } from '../sanitise/known/capture-secrets.ts';
import { rawRule } from '../sanitise/raw.ts';
import { Sanitiser } from '../sanitise/sanitiser.ts';
import { commentOf } from './comment.ts';
import type { Coalescing, EntryAnnotation, LogAnnotation, UnreadEntryAnnotation } from './har-annotations.ts';
import { entryShape, logShape } from './har-shapes.ts';
import { isoTime, synthesiseEntry } from './synthesise.ts';

export interface AnnotatedHarOptions {
  /** False keeps cookies, credentials, bodies and query values in the file. Default: true. */
  readonly sanitise?: boolean;
  readonly tool?: Tool;
}

/** A valid HAR 1.2 as plain JSON. */
export interface AnnotatedHar {
  readonly log: HarObject & { readonly entries: readonly HarObject[] };
}

/**
 * The capture as a HAR 1.2 with the conclusions written into it. Requests that came from a HAR keep all their fields
 * ({@link readAnnotatedHar} restores that HAR); entries are synthesised for the others.
 */
export function toAnnotatedHar(
  analysis: Analysis,
  findings: readonly Finding[],
  options: AnnotatedHarOptions = {},
): AnnotatedHar {
  const sanitised = options.sanitise ?? true;
  const sanitiser = sanitised ? sanitiserOf(analysis) : new Sanitiser();
  const shown = sanitised ? sanitiseConclusions({ analysis, findings }, sanitiser) : { analysis, findings };
  const sanitiseRaw = rawRule(sanitiser);
  const tool = options.tool ?? null;
  const startedAt = isoTime(firstStart(shown.analysis));
  const findingIds = findingsByRequest(shown.findings);
  const shape = entryShape(startedAt);
  const log = annotatedLog(shown.analysis, startedAt, {
    format: HAR_FORMAT,
    version: HAR_VERSION,
    tool,
    sanitised,
    connections: Array.from(shown.analysis.connections.values(), reportConnection),
    findings: shown.findings.map(reportFinding),
    summary: shown.analysis.summary,
    gaps: shown.analysis.gaps.map(reportGap),
  });
  const unread = unreadAfter(analysis, sanitised ? sanitisedUnread(sanitiser) : (entry) => entry, shape);
  const entries = Array.from(shown.analysis.requests.values()).flatMap((request) => {
    const { id } = request.record;
    const original = analysis.requests.get(id)?.record;
    const record = sanitised && original ? { ...request.record, ...sanitiseRaw(original) } : request.record;
    const entry = annotatedEntry({ ...request, record }, shown.analysis, findingIds.get(id) ?? [], shape);
    return [entry, ...(unread.get(id) ?? [])];
  });
  return { log: { ...log, entries: [...(unread.get(null) ?? []), ...entries] } };
}

/** The entries that describe no request, by the request after which they stood. */
function unreadAfter(
  { capture: { unreadEntries } }: Analysis,
  sanitise: (entry: unknown) => unknown,
  shape: Shape,
): Map<RequestId | null, HarObject[]> {
  const byRequest = new Map<RequestId | null, HarObject[]>();
  for (const { entry, after } of unreadEntries) append(byRequest, after, unreadEntry(sanitise(entry), shape));
  return byRequest;
}

/** Text that is no entry may be anything, so none of it stays. */
function sanitisedUnread(sanitiser: Sanitiser): (entry: unknown) => unknown {
  const rule = harEntryRule(sanitiser);
  return (entry) => {
    const object = asObject(entry);
    return object === null ? null : rule(object);
  };
}

function unreadEntry(original: unknown, shape: Shape): HarObject {
  const entry = asObject(shape(without(asObject(original) ?? {}))) ?? {};
  const annotation: UnreadEntryAnnotation = { unread: true, restore: diff(entry, original) };
  return { ...entry, [ANNOTATION]: annotation };
}

function annotatedLog(
  { capture }: Analysis,
  startedAt: string,
  annotation: Omit<LogAnnotation, 'restore'>,
): HarObject {
  const original = capture.harLog === null ? null : restoredLog(capture.harLog);
  const base = original ?? { ...(capture.browser === null ? {} : { browser: capture.browser }), pages: [] };
  const creator = annotation.tool ?? { name: 'Coalescope', version: '' };
  const { entries: _none, ...log } = asObject(logShape(startedAt, creator)(without(base))) ?? {};
  const restore = original === null ? [] : diff(log, original);
  const support = needsSupport(capture) ? { support: logSupport(capture) } : {};
  return { ...log, [ANNOTATION]: { ...annotation, ...support, restore } };
}

function annotatedEntry(
  request: AnalysedRequest,
  analysis: Analysis,
  findings: readonly string[],
  shape: Shape,
): HarObject {
  const original = request.record.har === null ? null : asObject(restoredEntry(request.record.har).entry);
  const entry = asObject(shape(without(original ?? synthesiseEntry(request.record)))) ?? {};
  const connection = request.attempts.at(-1)?.connection ?? null;
  const isReconstructed = analysis.connections.get(connection ?? '')?.record.reconstructed === true;
  const ownComment = commentOf(request, analysis.connections);
  const changed: HarObject = {
    ...entry,
    // A reconstructed connection is not a fact, so the entry keeps what the browser wrote.
    ...(connection === null || isReconstructed ? {} : { connection }),
    comment:
      typeof entry.comment === 'string' && entry.comment !== ''
        ? `${entry.comment} | ${ownComment}`
        : ownComment,
  };
  const annotation: EntryAnnotation = {
    request: request.record.id,
    attempts: request.attempts.map(reportAttempt),
    coalescing: coalescingOf(request, analysis),
    findings,
    resentAs: request.resentAs,
    resendOf: request.resendOf,
    wastedMs: request.wastedMs,
    cost: request.cost,
    // False also for an entry that an earlier export synthesised: by now it is from a HAR.
    synthesised: original === null,
    ...(needsSupport(analysis.capture) ? { support: entrySupport(request.record) } : {}),
    restore: original === null ? [] : diff(changed, original),
  };
  return { ...changed, [ANNOTATION]: annotation };
}

/** Another tool's field with our name is kept in `restore`, so that it does not collide with ours. */
function without(object: HarObject): HarObject {
  const { [ANNOTATION]: _theirs, ...others } = object;
  return others;
}

function coalescingOf({ attempts, why, whyCertainty }: AnalysedRequest, analysis: Analysis): Coalescing {
  const attempt = attempts.find(({ coalesced }) => coalesced === true) ?? attempts.at(-1);
  const connection = attempt?.connection ?? null;
  const record = connection === null ? undefined : analysis.connections.get(connection)?.record;
  return {
    coalesced: attempt?.coalesced ?? null,
    certainty: attempt?.coalescedCertainty ?? 'unknown',
    connection,
    openedFor: record?.openedFor ?? null,
    openedForCertainty: record?.openedForCertainty ?? 'unknown',
    why,
    whyCertainty,
  };
}

function findingsByRequest(findings: readonly Finding[]): Map<RequestId, string[]> {
  const byRequest = new Map<RequestId, string[]>();
  for (const { id, requests } of findings) {
    for (const request of requests) {
      append(byRequest, request, id);
    }
  }
  return byRequest;
}

/** Epoch 0 when no request has a start time: HAR has no way to omit it. */
function firstStart({ capture }: Analysis): number {
  let first = Number.POSITIVE_INFINITY;
  for (const { startedAt } of capture.requests) first = Math.min(first, startedAt ?? first);
  return Number.isFinite(first) ? first : 0;
}
