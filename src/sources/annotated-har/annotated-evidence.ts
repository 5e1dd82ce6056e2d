import type { EvidenceSource, HarObject } from '../../model/capture.ts';
import type { ConnectionEvidence, Evidence } from '../../model/evidence.ts';
import { asObject } from '../json.ts';
import { entryAnnotation, logAnnotation } from './find-annotation.ts';
import { readEntrySupport, readLogSupport } from './read-support.ts';
import { restoredEntry, restoredLog } from './restore.ts';
import type { ConnectionSupport, EntrySupport, LogSupport } from './support.ts';

/** A limit, because the number comes from a file. More of these would change nothing that is shown. */
const MOST_ELSEWHERE = 10_000;

/** The content of an annotated HAR. */
export type AnnotatedHar =
  /** The original HAR, to be read like any other. */
  | { readonly kind: 'har'; readonly log: HarObject; readonly entries: readonly unknown[] }
  /** The original evidence, where there was more than a HAR can hold. */
  | { readonly kind: 'evidence'; readonly evidence: Iterable<Evidence> };

/** Restores the content of an annotated HAR; null for any other HAR. */
export function readAnnotated(log: HarObject, entries: readonly unknown[]): AnnotatedHar | null {
  const annotation = logAnnotation(log);
  if (annotation === null) return null;
  const { entries: _apart, ...rest } = log;
  const support = readLogSupport(annotation.support);
  if (support !== null) return { kind: 'evidence', evidence: supportedEvidence(rest, entries, support) };
  const restored = entries.flatMap((value): unknown[] => {
    const object = asObject(value);
    if (object === null) return [value];
    const { entry, synthesised } = restoredEntry(object);
    return synthesised ? [] : [entry];
  });
  return { kind: 'har', log: restoredLog(rest), entries: restored };
}

function* supportedEvidence(
  log: HarObject,
  entries: readonly unknown[],
  support: LogSupport,
): Generator<Evidence> {
  const { browser, truncated, problems } = support;
  // A newer version may name sources that this one does not know. What they reported is read as that of a HAR.
  const sources: readonly EvidenceSource[] = support.sources.length > 0 ? support.sources : ['har'];
  for (const source of sources) {
    const harLog = source === 'har' ? { harLog: restoredLog(log) } : {};
    yield { kind: 'source', source, browser, truncated, ...harLog };
  }
  // Emitted before the requests, which would otherwise create the connections in order of use.
  for (const connection of support.connections) yield* connectionEvidence(connection);
  for (const { servedBefore, ...connection } of support.earlierConnections) {
    for (const evidence of connectionEvidence(connection)) yield { ...evidence, servedBefore };
  }
  for (const [index, value] of entries.entries()) yield* entryEvidence(value, String(index));
  for (const { host, addresses } of support.resolutions)
    yield { kind: 'resolution', host, addresses, source: sources[0] ?? 'har' };
  for (const { fingerprint, certificate } of support.certificates)
    yield { kind: 'certificate', fingerprint, certificate, source: sources[0] ?? 'har' };
  for (const { origin, address, firstAt, lastAt, requests } of support.elsewhere) {
    const times = Math.min(requests, MOST_ELSEWHERE);
    for (let nth = 1; nth <= times; nth += 1) {
      yield { kind: 'elsewhere', origin, address: address ?? null, at: nth === times ? lastAt : firstAt };
    }
  }
  for (const problem of problems) yield { kind: 'problem', problem };
  if (support.sources.length === 0) yield { kind: 'problem', problem: UNKNOWN_SOURCES };
}

const UNKNOWN_SOURCES = {
  code: 'annotated-unknown-sources',
  message:
    'This annotated HAR names no source that is known here; a newer version may have written it. It was read as a HAR.',
};

function* entryEvidence(value: unknown, key: string): Generator<Evidence> {
  const object = asObject(value);
  if (object === null) return;
  const annotation = entryAnnotation(object);
  if (annotation?.unread === true) yield { kind: 'unread-entry', entry: restoredEntry(object).entry };
  const support = readEntrySupport(annotation?.support);
  if (support === null) return;
  const { url, method } = support;
  const { entry, synthesised } = restoredEntry(object);
  const [best = 'har', ...others] = support.sources;
  yield { kind: 'request', source: best, key, url, method, facts: support.facts };
  // The requests of other sources are joined to it by method, URL and start.
  const { startedAt } = support.facts;
  for (const source of others) {
    yield { kind: 'request', source, key, url, method, facts: startedAt === undefined ? {} : { startedAt } };
  }
  if (!synthesised)
    yield { kind: 'request', source: 'har', key, url, method, facts: { har: asObject(entry) } };
  yield* attemptEvidence(support, best, key);
}

function* attemptEvidence(
  { attempts, facts }: EntrySupport,
  source: EvidenceSource,
  key: string,
): Generator<Evidence> {
  for (const [index, attempt] of attempts.entries()) {
    yield {
      kind: 'attempt',
      source,
      key,
      index: facts.attemptsComplete === true ? index : 'final',
      facts: attempt,
    };
  }
}

function* connectionEvidence({ id, sources, facts }: ConnectionSupport): Generator<ConnectionEvidence> {
  const [best = 'har', ...others] = sources;
  yield { kind: 'connection', source: best, id, facts };
  for (const source of others) yield { kind: 'connection', source, id, facts: {} };
}
