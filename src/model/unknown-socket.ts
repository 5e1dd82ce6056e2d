import type { ConnectionId } from './capture.ts';

const PREFIX = 'http2-session-';

/**
 * The id of a connection whose socket a NetLog does not name, because the log began after the connection was opened:
 * its HTTP/2 session takes the socket's place. No other source knows this id.
 */
export function unknownSocketId(session: number): ConnectionId {
  return `${PREFIX}${session}`;
}

/** Whether {@link unknownSocketId} made this id. */
export function isUnknownSocket(id: ConnectionId): boolean {
  return id.startsWith(PREFIX);
}
