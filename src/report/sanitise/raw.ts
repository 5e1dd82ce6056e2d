import type { RequestRecord } from '../../model/capture.ts';
import { harEntryRule } from './har-entry.ts';
import type { Sanitiser } from './sanitiser.ts';

/** What a request was told with, word by word. */
export type Raw = Pick<RequestRecord, 'requestHeaders' | 'responseHeaders' | 'har'>;

/** Takes cookies, credentials, bodies and query values out of the raw parts of one request after the other. */
export function rawRule(sanitiser: Sanitiser): (raw: Raw) => Raw {
  const entry = harEntryRule(sanitiser);
  return ({ requestHeaders, responseHeaders, har }) => ({
    requestHeaders: requestHeaders === null ? null : sanitiser.headers(requestHeaders),
    responseHeaders: responseHeaders === null ? null : sanitiser.headers(responseHeaders),
    har: har === null ? null : entry(har),
  });
}
