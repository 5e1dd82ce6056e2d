import type { Header } from '../../model/capture.ts';
import { parseHeaderList } from '../http.ts';
import type { WebRequestHeader } from './events.ts';

/** Headers that show who responded and over which protocol. Firefox's doubled content type reveals a discarded response. */
const INFORMATIVE = new Set([
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
 * The response headers that are worth keeping: everything that a worker observes is stored for as long as the tab is
 * recorded. Of an error, all are kept, because they show who sent it. Cookies are never kept.
 */
export function keptHeaders(
  headers: readonly WebRequestHeader[] | undefined,
  status: number | null,
): readonly Header[] | null {
  const failed = status !== null && status >= 400;
  const kept = (parseHeaderList(headers) ?? []).filter(({ name }) => {
    const lower = name.toLowerCase();
    return !NEVER.has(lower) && (failed || INFORMATIVE.has(lower));
  });
  return kept.length === 0 ? null : kept;
}
