import type { Browser, HarObject } from '../../model/capture.ts';
import type { Emit } from '../../model/evidence.ts';
import { isProxy } from '../../model/har-writers.ts';
import { firstFieldValue } from '../../model/header-fields.ts';
import { readAnnotated } from '../annotated-har/annotated-evidence.ts';
import { chromeVersion, parseHeaderList, safariVersion } from '../http.ts';
import { asArray, asObject, asString, type JsonObject } from '../json.ts';
import { boundProblems } from '../problems.ts';
import { dialectOf } from './dialect.ts';
import { harEntryEvidence } from './entry.ts';

/** Emits the evidence in a parsed HAR: a whole document, or only its `log` (as `devtools.network.getHAR` returns it). */
export function readHar(har: unknown, emit: Emit): void {
  const document = asObject(har);
  const log = asObject(document?.log) ?? document;
  const entries = asArray(log?.entries);
  if (log === null || entries === null) {
    emit({
      kind: 'problem',
      problem: { code: 'not-har', message: 'This HAR has no `log.entries`.' },
    });
    return;
  }
  readLog(log, entries, emit);
}

/** Same, for a `log` and its entries that were read separately. An annotated HAR is restored first. */
export function readLog(log: JsonObject, entries: readonly unknown[], emit: Emit): void {
  const bounded = boundProblems(emit);
  const annotated = readAnnotated(log, entries);
  if (annotated?.kind === 'evidence') {
    for (const evidence of annotated.evidence) bounded.emit(evidence);
  } else {
    readPlain(annotated?.log ?? log, annotated?.entries ?? entries, bounded.emit);
  }
  bounded.summarise();
}

function readPlain(log: HarObject, entries: readonly unknown[], emit: Emit): void {
  const dialect = dialectOf(log, entries);
  emit({ kind: 'source', source: 'har', browser: browserOf(log, entries) ?? webKitOf(log) });
  for (const [index, entry] of entries.entries()) {
    for (const evidence of harEntryEvidence(entry, String(index), dialect)) emit(evidence);
  }
  // Emitted last, like in entry-stream.ts, where entries are emitted before the whole log is known.
  emit({ kind: 'source', source: 'har', harLog: withoutEntries(log) });
}

/** The HAR's `log` as it is kept for exports. */
export function withoutEntries(log: JsonObject): HarObject {
  const { entries: _entries, ...rest } = log;
  return rest;
}

/** Writers that sent the requests themselves, by name, such as "Internet Explorer Network Inspector". */
const WRITER = /^firefox$|internet explorer|\b(?:k6|postman|insomnia|bruno|jmeter)\b/i;

const WEBKIT = /webkit web inspector/i;

/**
 * The browser, proxy or program that wrote it. The version of Chrome and Safari is only in the user agent that it sent:
 * Chrome's creator is always "WebInspector 537.36", and Safari's is the inspector ({@link webKitOf}).
 */
export function browserOf(log: JsonObject, entries: readonly unknown[]): Browser | null {
  const creator = asObject(log.creator);
  const writer = asString(creator?.name) ?? '';
  const browser = isProxy(writer)
    ? creator
    : (asObject(log.browser) ?? (WRITER.test(writer) ? creator : null));
  const name = asString(browser?.name);
  if (name) return { name, version: asString(browser?.version) ?? '' };
  const isWebKit = WEBKIT.test(writer);
  if (writer !== 'WebInspector' && !isWebKit) return null;
  for (const entry of entries) {
    const headers = parseHeaderList(asObject(asObject(entry)?.request)?.headers);
    const userAgent = firstFieldValue(headers, 'user-agent');
    const version = isWebKit ? safariVersion(userAgent) : chromeVersion(userAgent);
    if (version !== null) return { name: isWebKit ? 'Safari' : 'Chrome', version };
  }
  return null;
}

/**
 * WebKit, where it wrote the HAR and no request names Safari. The creator's version is WebKit's build, or "1.0" where the
 * inspector does not know it (WebKit's HARBuilder.js).
 */
export function webKitOf(log: JsonObject): Browser | null {
  const creator = asObject(log.creator);
  if (!WEBKIT.test(asString(creator?.name) ?? '')) return null;
  const version = asString(creator?.version) ?? '';
  return { name: 'WebKit', version: version === '1.0' ? '' : version };
}
