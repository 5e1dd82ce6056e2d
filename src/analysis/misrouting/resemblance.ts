import type { Header, RequestRecord } from '../../model/capture.ts';
import { SOURCE_TRAITS } from '../../model/evidence-sources.ts';
import { firstFieldValue, hasHeader } from '../../model/header-fields.ts';
import { hostOf, type Origin } from '../../model/origin.ts';
import { domainCovers } from './cookies.ts';
import { featuresOf } from './features.ts';

/**
 * Why a response seems not to be the origin's own:
 * - `empty-404`: a router's own answer for a host that it does not know.
 * - `same-page`: the page has the ETag of a page of the connection's own origin.
 * - `cookie-domain`: it sets a cookie for the domain of the connection's own origin, to which the host does not belong.
 */
export const SIGNS = ['empty-404', 'same-page', 'cookie-domain'] as const;
export type Sign = (typeof SIGNS)[number];

/** One sign with the server's own text, untrusted: its name or the domain. An ETag is not shown: it can identify a visitor. */
export interface Resemblance {
  readonly sign: Sign;
  readonly value: string;
}

/** The signs in the responses for one origin on connections that were opened for another. */
export function resemblancesOf(
  shared: readonly RequestRecord[],
  openedFor: Origin,
  theirs: readonly RequestRecord[],
): Resemblance[] {
  return [emptyAnswers(shared), samePage(shared, theirs), foreignCookie(shared, openedFor)].flatMap(
    (found) => found ?? [],
  );
}

/**
 * Envoy and Istio answer so for a host without a route (envoyproxy/envoy#6767); a server that knows the host describes
 * its 404 in a body. Every response must be one: a single missing file is no sign.
 */
function emptyAnswers(shared: readonly RequestRecord[]): Resemblance | null {
  const [first] = shared;
  if (first === undefined || !shared.every(isEmpty404)) return null;
  return { sign: 'empty-404', value: firstFieldValue(first.responseHeaders ?? [], 'server') ?? '' };
}

function isEmpty404({ status, responseHeaders, responseBody, sources }: RequestRecord): boolean {
  if (status !== 404 || responseHeaders === null || (responseBody ?? '') !== '') return false;
  // A missing header shows something only where a source reports all of them.
  if (!sources.some((source) => SOURCE_TRAITS[source].responseHeaders === 'all')) return false;
  const length = firstFieldValue(responseHeaders, 'content-length');
  const described = DESCRIBES_CONTENT.some((name) => hasHeader(responseHeaders, name));
  return !described && (length === null || length.trim() === '0');
}

/** Headers of a response that some program wrote; the last one says that a server behind Envoy answered. */
const DESCRIBES_CONTENT = [
  'content-type',
  'content-encoding',
  'set-cookie',
  'etag',
  'last-modified',
  'x-envoy-upstream-service-time',
];

/** Only pages: one file, such as a library, may well be the same on two hosts. */
function samePage(shared: readonly RequestRecord[], theirs: readonly RequestRecord[]): Resemblance | null {
  const known = new Set(theirs.flatMap((record) => pageTag(record) ?? []));
  const isTheirs = shared.some((record) => known.has(pageTag(record) ?? ''));
  return isTheirs ? { sign: 'same-page', value: '' } : null;
}

function pageTag({ status, responseHeaders }: RequestRecord): string | null {
  if (status !== 200 || responseHeaders === null || !isHtml(responseHeaders)) return null;
  return firstFieldValue(responseHeaders, 'etag');
}

function isHtml(headers: readonly Header[]): boolean {
  return /^text\/html\b/i.test(firstFieldValue(headers, 'content-type') ?? '');
}

function foreignCookie(shared: readonly RequestRecord[], openedFor: Origin): Resemblance | null {
  const host = hostOf(openedFor);
  if (host === null) return null;
  for (const record of shared) {
    const value = featuresOf(record)?.['cookie-domain']?.shown ?? null;
    if (value !== null && domainCovers(value, host)) return { sign: 'cookie-domain', value };
  }
  return null;
}
