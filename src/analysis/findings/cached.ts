import type { Header } from '../../model/capture.ts';
import type { Certainty } from '../../model/certainty.ts';
import { fieldValue } from '../../model/header-fields.ts';
import { MISDIRECTED } from '../../model/misdirected.ts';
import { type Steps, stepping } from '../../model/steps.ts';
import type { AnalysedRequest, FindingFacts } from '../analysis.ts';
import { answers421 } from '../attempts/answers-421.ts';
import type { FindingContext } from './context.ts';
import { FindingGroups } from './groups.ts';

/** 421s from a cache (the browser's or one on the way), and 421s that a cache may store. */
export function* cachedFindings({ requests }: FindingContext): Steps<FindingFacts[]> {
  const cached = new FindingGroups('misdirected-from-cache');
  const storable = new FindingGroups('misdirected-cacheable');
  /** URLs whose latest answer from the network may be stored, and is a 421. */
  const kept = new Set<string>();
  yield* stepping(requests.values(), (request) => {
    const { record } = request;
    const about = { confidence: 1, request: record.id, origins: [record.origin] };
    if (record.fromCache && record.status === MISDIRECTED) {
      cached.add([record.origin], { ...about, certainty: 'observed', connections: [] });
    } else if (record.fromCache && record.status === null && kept.has(record.url)) {
      // A NetLog states that an answer was read from the cache, but not which one.
      cached.add([record.origin], { ...about, certainty: 'derived', connections: [] });
    }
    if (request.attempts.length > 0) kept.delete(record.url);
    for (const { attempt, headers } of answers421(request)) {
      const { certainty } = attempt;
      const one = { ...about, certainty, connections: [attempt.connection] };
      const held = storedOnTheWay(headers);
      if (held !== null) cached.add([record.origin], { ...one, certainty: held });
      if (!mayBeStored(request, headers)) continue;
      storable.add([record.origin], one);
      // A hidden 421 never reaches the browser's own cache.
      if (!attempt.hidden) kept.add(record.url);
    }
  });
  return [...cached.findings(), ...storable.findings()];
}

/**
 * Whether a cache between browser and server answered: it says so itself (`Cache-Status: …; hit`, RFC 9211 section
 * 2.1), or it follows from an `Age`, which means that the origin server did not generate this response for this request
 * (RFC 9111 section 5.1; some proxies put 0 on every response), or from the headers that CDNs use instead.
 */
function storedOnTheWay(headers: readonly Header[]): Certainty | null {
  if (/;\s*hit(?=\s*(?:[;,]|$))/i.test(fieldValue(headers, 'cache-status') ?? '')) return 'observed';
  const age = fieldValue(headers, 'age');
  if (age !== null && /^\d+$/.test(age) && Number(age) > 0) return 'derived';
  const named = [fieldValue(headers, 'x-cache'), fieldValue(headers, 'cf-cache-status')];
  return named.some((value) => /\bhit\b/i.test(value ?? '')) ? 'derived' : null;
}

/**
 * 421 is not among the statuses that may be stored without explicit permission (RFC 9110 section 15.1); an explicit lifetime
 * or `public` gives it (RFC 9111 sections 3 and 4.2.2).
 */
function mayBeStored({ record }: AnalysedRequest, headers: readonly Header[]): boolean {
  if (record.method !== 'GET' && record.method !== 'HEAD') return false;
  const control = fieldValue(headers, 'cache-control')?.toLowerCase() ?? '';
  if (/\bno-(?:store|cache)\b/.test(control)) return false;
  const lifetimes = [...control.matchAll(/\b(?:s-maxage|max-age)\s*=\s*"?(\d+)/g)].map(([, s]) => Number(s));
  if (lifetimes.length > 0) return lifetimes.some((seconds) => seconds > 0);
  return /\bpublic\b/.test(control) || expiresLater(headers);
}

/** Anything that is not a date (`Expires: 0`) is in the past (RFC 9111 section 5.3). Without Date the server's clock is unknown. */
function expiresLater(headers: readonly Header[]): boolean {
  const [expires, date] = ['expires', 'date'].map((name) => fieldValue(headers, name) ?? '');
  if (!isHttpDate(expires) || !isHttpDate(date)) return false;
  return Date.parse(expires) > Date.parse(date);
}

/** The form that servers must use (RFC 9110 section 5.6.7); Date.parse accepts many others. */
function isHttpDate(value = ''): value is string {
  return /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(value);
}
