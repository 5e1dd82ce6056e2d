import { firstFieldValue } from '../../model/header-fields.ts';
import { parseHeaderList } from '../http.ts';
import type { WebRequestDetails } from './events.ts';

/**
 * The Content-Type of an answer that Firefox threw away before it sent the request again. It shows in webRequest
 * alone, before the type of the answer that counts, with a comma and no space between them (97 of 97 requests that
 * were re-sent and had a type both times, 0 of 135 others; Firefox 153). It looks like a bug that may go away. A
 * server that names two types is shown with the last one, and other headers are joined by a comma and a space.
 */
export function discardedType({ responseHeaders, proxyInfo }: WebRequestDetails): string | null {
  // Only Firefox tells of proxies, if only that there was none.
  if (proxyInfo === undefined) return null;
  const value = firstFieldValue(parseHeaderList(responseHeaders), 'content-type') ?? '';
  const [, discarded, final] = TWO_TYPES.exec(value) ?? [];
  return discarded !== undefined && final !== undefined ? discarded : null;
}

const TYPE = String.raw`[\w!#$&^.+-]+/[\w!#$&^.+-]+(?:;[^,"]*(?:"[^"]*"[^,"]*)*)?`;
const TWO_TYPES = new RegExp(`^(${TYPE}),(${TYPE})$`);
