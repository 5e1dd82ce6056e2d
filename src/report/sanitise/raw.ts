import type { RequestRecord } from '../../model/capture.ts';
import { harEntryRule } from './har-entry.ts';
import type { Sanitiser } from './sanitiser.ts';

/** The parts of a request that are copied unchanged from its source. */
export type Raw = Pick<RequestRecord, 'requestHeaders' | 'responseHeaders' | 'har'>;

/** Removes cookies, credentials, bodies and query values from the raw parts of a request. */
export function rawRule(sanitiser: Sanitiser): (raw: Raw) => Raw {
  const entry = harEntryRule(sanitiser);
  return ({ requestHeaders, responseHeaders, har }) => ({
    requestHeaders: requestHeaders === null ? null : sanitiser.headers(requestHeaders),
    responseHeaders: responseHeaders === null ? null : sanitiser.headers(responseHeaders),
    har: har === null ? null : entry(har),
  });
}
