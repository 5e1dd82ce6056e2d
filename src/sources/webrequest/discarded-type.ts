import { firstFieldValue } from '../../model/header-fields.ts';
import { parseHeaderList } from '../http.ts';
import type { WebRequestDetails } from './events.ts';

/**
 * The Content-Type of a response that Firefox discarded before it sent the request again. Only webRequest shows it, in
 * front of the type of the final response, with a comma and no space between them (97 of 97 re-sent requests with a type
 * both times, 0 of 135 others; Firefox 153). It looks like a bug that may be fixed. If a server sends two types, only
 * the last one is shown, and other headers are joined by a comma and a space.
 */
export function discardedType({ responseHeaders, proxyInfo }: WebRequestDetails): string | null {
  // Only Firefox sets `proxyInfo`, to null where there is no proxy.
  if (proxyInfo === undefined) return null;
  const value = firstFieldValue(parseHeaderList(responseHeaders), 'content-type') ?? '';
  const [, discarded, final] = TWO_TYPES.exec(value) ?? [];
  return discarded !== undefined && final !== undefined ? discarded : null;
}

const TYPE = String.raw`[\w!#$&^.+-]+/[\w!#$&^.+-]+(?:;[^,"]*(?:"[^"]*"[^,"]*)*)?`;
const TWO_TYPES = new RegExp(`^(${TYPE}),(${TYPE})$`);
