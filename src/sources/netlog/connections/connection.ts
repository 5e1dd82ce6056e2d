import type { ConnectionId, EpochMs, Millis, Protocol, Remote } from '../../../model/capture.ts';

/** A span of the connection setup. Without an end its length is unknown. */
export interface Span {
  readonly start: EpochMs;
  readonly end: EpochMs | null;
}

/** What attempts are sent on: a socket, a QUIC session, or an HTTP/2 session whose socket is not in the log. */
export interface Connection {
  readonly id: ConnectionId;
  readonly protocol: Protocol | null;
  readonly remote: Remote | null;
  /** The ordinal of the event that made it usable; null while it is not usable, -1 when that was before the log. */
  readonly readyOrdinal: number | null;
  readonly dns: Span | null;
  readonly connect: Span | null;
  readonly tls: Span | null;
}

export function lengthOf(span: Span | null): Millis | null {
  return span === null || span.end === null ? null : span.end - span.start;
}

/** Reads `127.0.0.1:443` or `[2001:db8::1]:443`. */
export function parseEndpoint(text: string | null): Remote | null {
  const { address, port } = /^\[?(?<address>[^\s\]]+?)\]?:(?<port>\d{1,5})$/.exec(text ?? '')?.groups ?? {};
  return address === undefined ? null : { address, port: Number(port) };
}
