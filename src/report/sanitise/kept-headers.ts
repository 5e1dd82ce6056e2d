/** Why the values of some headers are kept in a sanitised export, and which. The values of all others are removed. */
export const KEPT_HEADERS: readonly { readonly reason: string; readonly names: readonly string[] }[] = [
  {
    reason:
      'say which host the request was for, which decides its connection; a user and password are removed',
    names: [':authority', 'host', 'origin', 'access-control-allow-origin'],
  },
  {
    reason: 'are URLs, sanitised like every URL',
    names: [':path', 'content-location', 'location', 'referer', 'referrer', 'sourcemap', 'x-sourcemap'],
  },
  {
    reason:
      'identify the server, the proxy or the CDN that answered; the ids among them name one request, which only the operator of the CDN can look up',
    names: [
      'cache-status',
      'cf-cache-status',
      'cf-ray',
      'proxy-status',
      'server',
      'via',
      'x-akamai-transformed',
      'x-amz-cf-id',
      'x-amz-cf-pop',
      'x-azure-ref',
      'x-cache',
      'x-cache-hits',
      'x-envoy-upstream-service-time',
      'x-fastly-request-id',
      'x-nf-request-id',
      'x-powered-by',
      'x-served-by',
      'x-squid-error',
      'x-timer',
      'x-varnish',
      'x-vercel-id',
    ],
  },
  {
    reason: 'describe the protocol and the connection',
    names: [
      ':method',
      ':protocol',
      ':scheme',
      ':status',
      'alt-svc',
      'alt-used',
      'connection',
      'keep-alive',
      'priority',
      'proxy-connection',
      'strict-transport-security',
      'te',
      'trailer',
      'transfer-encoding',
      'upgrade',
      'upgrade-insecure-requests',
      'x-firefox-spdy',
    ],
  },
  {
    reason: 'identify the browser and its operating system',
    names: [
      'sec-ch-ua',
      'sec-ch-ua-mobile',
      'sec-ch-ua-platform',
      'sec-fetch-dest',
      'sec-fetch-mode',
      'sec-fetch-site',
      'sec-fetch-storage-access',
      'sec-fetch-user',
      'user-agent',
    ],
  },
  {
    reason: 'say whether credentials and which origins are allowed, without containing any credential',
    names: [
      'access-control-allow-credentials',
      'access-control-allow-headers',
      'access-control-allow-methods',
      'access-control-expose-headers',
      'access-control-max-age',
      'access-control-request-headers',
      'access-control-request-method',
      'cross-origin-embedder-policy',
      'cross-origin-opener-policy',
      'cross-origin-resource-policy',
      'timing-allow-origin',
      'x-content-type-options',
      'x-frame-options',
    ],
  },
  {
    reason: 'describe the body: its type, size, age and whether it came from a cache',
    names: [
      'accept',
      'accept-encoding',
      'accept-language',
      'accept-ranges',
      'age',
      'allow',
      'cache-control',
      'content-encoding',
      'content-language',
      'content-length',
      'content-range',
      'date',
      'expires',
      'if-modified-since',
      'last-modified',
      'pragma',
      'range',
      'retry-after',
      'vary',
    ],
  },
  {
    reason:
      'gives the type and the character set of a body; other parameters, such as a boundary, are removed',
    names: ['content-type'],
  },
  {
    reason:
      'show whether two answers are the same; each value is replaced, equal ones by equal marks, because a server can recognise a visitor by it',
    names: ['etag', 'if-none-match'],
  },
  {
    reason:
      'gives names and durations of steps at the server; their descriptions, which can be any text, are replaced',
    names: ['server-timing'],
  },
];

const KEPT: ReadonlySet<string> = new Set(KEPT_HEADERS.flatMap(({ names }) => names));

/** Headers that look harmless and are removed nevertheless, with the reason. */
export const REMOVED_HEADERS: readonly { readonly reason: string; readonly names: readonly string[] }[] = [
  {
    reason: 'contain URLs with paths and queries of other resources, which nothing in an analysis needs',
    names: ['link', 'content-security-policy', 'report-to', 'reporting-endpoints', 'nel', 'refresh'],
  },
  {
    reason: 'connect requests to a person, a device or a session in the logs of their servers',
    names: ['x-request-id', 'x-correlation-id', 'traceparent', 'baggage', 'x-device-id', 'x-client-data'],
  },
  { reason: 'contain the address of the client', names: ['forwarded', 'x-forwarded-for', 'x-real-ip'] },
  { reason: 'can contain the name of a private file', names: ['content-disposition', 'x-filename'] },
];

/** Whether the value of a header with this name is kept, except for the secrets that its text contains. */
export function isKeptHeader(name: string): boolean {
  return KEPT.has(name.trim().toLowerCase());
}
