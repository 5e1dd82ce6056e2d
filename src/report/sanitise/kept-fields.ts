/**
 * The fields that tools add to a HAR (their names begin with `_`) whose text is kept in a sanitised export, except for
 * the secrets in it. The text, lists and objects in all other such fields are removed; numbers and booleans are kept.
 */
export const KEPT_FIELDS: readonly { readonly reason: string; readonly names: readonly string[] }[] = [
  {
    reason: 'say which connection carried the request and how',
    names: ['_connectionId', '_securityDetails', '_securityState', '_serverPort', '_socket'],
  },
  {
    reason: 'say what the request was for, who started it and how it ended',
    names: [
      '_error',
      '_initialPriority',
      '_initiator',
      '_initiator_type',
      '_priority',
      '_resourceType',
      '_run',
    ],
  },
  {
    reason: 'say whether the answer came from a cache or a service worker',
    names: ['_cached', '_fetchedViaServiceWorker', '_fromCache', '_serviceWorkerResponseSource'],
  },
];

const KEPT: ReadonlySet<string> = new Set(KEPT_FIELDS.flatMap(({ names }) => names));

/** Whether the content of this field of a HAR is kept; always true of fields that HAR 1.2 defines. */
export function isKeptField(key: string): boolean {
  return !key.startsWith('_') || KEPT.has(key);
}

/** Other text of a capture that an export contains, and why; known secrets and tokens in it are removed. */
export const KEPT_TEXTS: readonly { readonly what: string; readonly reason: string }[] = [
  {
    what: 'host names, origins, the names in certificates and the addresses of servers',
    reason: 'they decide which connection carries a request; a secret in one of them is not removed',
  },
  {
    what: 'paths of URLs without the segments that look like tokens (UUIDs, 12 digits, mixed letters and digits) or e-mail addresses; names of scripts, style sheets and fonts with a hash',
    reason: 'they show what was requested',
  },
  {
    what: 'methods, and names of headers, parameters and fields that do not look like tokens',
    reason: 'they show what was sent',
  },
  {
    what: 'errors, reason phrases that consist of words, and media types',
    reason: 'they show how a request ended',
  },
  {
    what: 'the ids of connections, pages, requests and findings, times, sizes and statuses',
    reason: 'the analysis is about them',
  },
];
