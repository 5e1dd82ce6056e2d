import { createNetLogReader } from '../sources/netlog/netlog-reader.ts';
import { captureOf } from './fixtures.ts';
import { dependency, type EventSketch, netLogText } from './netlog.ts';

/** The capture that the reader makes of these events, sorted by time. */
export const capture = (...parts: readonly EventSketch[][]) =>
  captureOf(createNetLogReader, netLogText(parts.flat().toSorted((a, b) => a[0] - b[0])));

/** The start of a request. */
export const start = (id: number, at: number, url: string, method = 'GET', more = {}): EventSketch[] => [
  [at, [id, 'URL_REQUEST'], 'REQUEST_ALIVE', '+', { url, priority: 'MEDIUM' }],
  [
    at,
    [id, 'URL_REQUEST'],
    'URL_REQUEST_START_JOB',
    '+',
    { url, method, initiator: 'not an origin', ...more },
  ],
  [at, [id, 'URL_REQUEST'], 'COMPUTED_PRIVACY_MODE', ' ', { privacy_mode: 'disabled' }],
];

/** The end of a request. */
export const end = (id: number, at: number, params = {}): EventSketch[] => [
  [at, [id, 'URL_REQUEST'], 'REQUEST_ALIVE', '-', params],
];

/** A TCP socket with TLS, opened between `at` and `at + 30` by the connect job with the id before. */
export const socket = (id: number, at: number, group: string, proto = 'http/1.1'): EventSketch[] => [
  [at, [id - 1, 'SSL_CONNECT_JOB'], 'CONNECT_JOB', '+'],
  [at, [id - 1, 'SSL_CONNECT_JOB'], 'SOCKET_POOL_CONNECT_JOB_CREATED', ' ', { group_id: group }],
  [at, [id - 1, 'SSL_CONNECT_JOB'], 'HOST_RESOLVER_MANAGER_REQUEST', '+', { host: 'https://a.test' }],
  [at + 5, [id - 1, 'SSL_CONNECT_JOB'], 'HOST_RESOLVER_MANAGER_REQUEST', '-'],
  [at + 5, [id, 'SOCKET'], 'SOCKET_ALIVE', '+', dependency(id - 1)],
  [at + 5, [id, 'SOCKET'], 'TCP_CONNECT', '+', { address_list: ['192.0.2.1:443'] }],
  [at + 15, [id, 'SOCKET'], 'TCP_CONNECT', '-', { remote_address: '192.0.2.1:443' }],
  [at + 15, [id, 'SOCKET'], 'SSL_CONNECT', '+'],
  [at + 30, [id, 'SOCKET'], 'SSL_CONNECT', '-', { next_proto: proto }],
  [at + 30, [id - 1, 'SSL_CONNECT_JOB'], 'CONNECT_JOB', '-'],
];

/** An attempt of `id` by a job, sent and answered 5 ms and 20 ms after `at`. */
export const sending = (
  id: number,
  job: number,
  at: number,
  bound: { readonly event: string; readonly to: number },
  answer: string | null,
): EventSketch[] => [
  [at, [id, 'URL_REQUEST'], 'HTTP_STREAM_REQUEST', '+'],
  [at, [job, 'HTTP_STREAM_JOB'], 'HTTP_STREAM_JOB', '+', dependency(9_000)],
  [at, [job, 'HTTP_STREAM_JOB'], bound.event, ' ', dependency(bound.to)],
  [at, [id, 'URL_REQUEST'], 'HTTP_STREAM_REQUEST_BOUND_TO_JOB', ' ', dependency(job)],
  [at, [job, 'HTTP_STREAM_JOB'], 'HTTP_STREAM_JOB', '-'],
  [at + 5, [id, 'URL_REQUEST'], 'HTTP_TRANSACTION_SEND_REQUEST', '+'],
  [
    at + 5,
    [id, 'URL_REQUEST'],
    'HTTP_TRANSACTION_SEND_REQUEST_HEADERS',
    ' ',
    { headers: ['Host: a.test', 'X-Odd: a: b'], line: 'GET /x HTTP/1.1\r\n' },
  ],
  [at + 6, [id, 'URL_REQUEST'], 'HTTP_TRANSACTION_SEND_REQUEST', '-'],
  ...(answer === null ? [] : [answered(id, at + 20, answer)]),
];

/** The headers of its response. */
export const answered = (id: number, at: number, line: string): EventSketch => [
  at,
  [id, 'URL_REQUEST'],
  'HTTP_TRANSACTION_READ_RESPONSE_HEADERS',
  ' ',
  { headers: [line, 'Content-Type: text/plain'] },
];

/** The source that a job is bound to, for {@link sending}. */
export const onSocket = (to: number) => ({ event: 'SOCKET_POOL_BOUND_TO_SOCKET', to });
/** The pool group of a socket for `https://a.test`. */
export const GROUP = 'https://a.test <https://a.test same_site>';
