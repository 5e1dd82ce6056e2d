import type { ConnectionRecord } from '../../model/capture.ts';

/**
 * Why a connection took no more requests, as far as the browser's log says. `goaway` and `server`: the server ended it.
 * `idle`, `low-memory`, `network-change`: the browser did. `unknown`: the log gives no reason, or there is no log.
 */
export type ConnectionEnd =
  | 'goaway'
  | 'server'
  | 'idle'
  | 'low-memory'
  | 'network-change'
  | 'error'
  | 'unknown';

// The reasons are those of Chromium: SpdySession's descriptions and errors, QUIC's details, and the pool's reasons for
// closing a socket (net/socket/transport_client_socket_pool.h). The first that matches counts.
const REASONS: readonly (readonly [RegExp, ConnectionEnd])[] = [
  [/low memory|memory pressure/i, 'low-memory'],
  [/network[ _]?changed|ip address changed|generation out of date/i, 'network-change'],
  [/remote side closed|ERR_CONNECTION_CLOSED|closed by peer/i, 'server'],
  [/\bidle\b|no recent network activity/i, 'idle'],
  [/\bERR_[A-Z]/, 'error'],
];

/** Why this connection ended. */
export function connectionEnd({ closeReason, retiredAt, sources }: ConnectionRecord): ConnectionEnd {
  // In a NetLog this is the server's GOAWAY. Firefox also retires connections itself.
  if (retiredAt !== null && sources.includes('netlog')) return 'goaway';
  if (closeReason === null) return 'unknown';
  return REASONS.find(([reason]) => reason.test(closeReason))?.[1] ?? 'unknown';
}
