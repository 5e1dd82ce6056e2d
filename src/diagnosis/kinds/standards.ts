import type { Reference } from '../reference.ts';

/** The standards that findings refer to: no blog posts. */
export const MISDIRECTED_REQUEST: Reference = {
  title: 'RFC 9110 section 15.5.20: 421 Misdirected Request',
  url: 'https://www.rfc-editor.org/rfc/rfc9110#section-15.5.20',
};
export const CONNECTION_REUSE: Reference = {
  title: 'RFC 9113 section 9.1.1: Connection Reuse',
  url: 'https://www.rfc-editor.org/rfc/rfc9113#section-9.1.1',
};
export const FETCH_RETRY: Reference = {
  title: 'Fetch standard: HTTP-network-or-cache fetch (the one retry after a 421)',
  url: 'https://fetch.spec.whatwg.org/#http-network-or-cache-fetch',
};
export const FETCH_CONNECTIONS: Reference = {
  title: 'Fetch standard: connections are separated by credentials and partition',
  url: 'https://fetch.spec.whatwg.org/#connections',
};
export const IDEMPOTENT_METHODS: Reference = {
  title: 'RFC 9110 section 9.2.2: Idempotent Methods',
  url: 'https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2',
};
export const STATUS_CACHING: Reference = {
  title: 'RFC 9110 section 15.1: which status codes may be cached',
  url: 'https://www.rfc-editor.org/rfc/rfc9110#section-15.1',
};
export const ALT_SVC_421: Reference = {
  title: 'RFC 7838 section 6: 421 and alternative services',
  url: 'https://www.rfc-editor.org/rfc/rfc7838#section-6',
};
export const ORIGIN_FRAME: Reference = {
  title: 'RFC 8336: the ORIGIN frame',
  url: 'https://www.rfc-editor.org/rfc/rfc8336',
};
export const ORIGIN_SET: Reference = {
  title: 'RFC 8336 section 2.3: the Origin Set, and what a 421 removes from it',
  url: 'https://www.rfc-editor.org/rfc/rfc8336#section-2.3',
};
export const ORIGIN_AUTHORITY: Reference = {
  title: 'RFC 8336 section 2.4: a connection is not for origins outside its Origin Set',
  url: 'https://www.rfc-editor.org/rfc/rfc8336#section-2.4',
};
export const ORIGIN_OVER_HTTP3: Reference = {
  title: 'RFC 9412: the ORIGIN frame in HTTP/3',
  url: 'https://www.rfc-editor.org/rfc/rfc9412',
};
export const STORING: Reference = {
  title: 'RFC 9111 section 3: which responses a cache may store',
  url: 'https://www.rfc-editor.org/rfc/rfc9111#section-3',
};
export const AGE: Reference = {
  title: 'RFC 9111 section 5.1: Age',
  url: 'https://www.rfc-editor.org/rfc/rfc9111#section-5.1',
};
