import type { Header } from '../../model/capture.ts';
import { parseHeaderList } from '../http.ts';
import type { WebRequestHeader } from './events.ts';

/** What says who answered and over what; a content type, doubled by Firefox, tells of an answer thrown away. */
const TELLING = new Set([
  ...['server', 'via', 'content-type', 'alt-svc', 'alt-used', 'x-firefox-spdy', 'x-cache', 'x-served-by'],
  ...[
    'x-powered-by',
    'cf-ray',
    'x-amz-cf-id',
    'x-azure-ref',
    'x-envoy-upstream-service-time',
    'server-timing',
  ],
]);

const NEVER = new Set(['set-cookie', 'set-cookie2']);

/**
 * Response headers worth keeping: what a worker observes is written to storage for as long as the tab is
 * recorded. Of an error all of them are, since they tell who made it; cookies never.
 */
export function keptHeaders(
  headers: readonly WebRequestHeader[] | undefined,
  status: number | null,
): readonly Header[] | null {
  const failed = status !== null && status >= 400;
  const kept = (parseHeaderList(headers) ?? []).filter(({ name }) => {
    const lower = name.toLowerCase();
    return !NEVER.has(lower) && (failed || TELLING.has(lower));
  });
  return kept.length === 0 ? null : kept;
}
