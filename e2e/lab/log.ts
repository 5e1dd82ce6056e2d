/** One attempt to send a request on a connection, as the server saw it. */
export interface LoggedAttempt {
  /** The lab's number of the TLS connection, from 1, in the order of finished handshakes (HTTP/3: of first requests). */
  connection: number;
  /** HTTP/2 stream id; null on HTTP/1.1, and on HTTP/3, where the server does not report it. */
  stream: number | null;
  /** The host name in the TLS handshake of the connection. */
  sni: string;
  /** `:authority`, or the Host header, with its port. */
  authority: string;
  host: string;
  method: string;
  path: string;
  /** The size of the request body in bytes; null until all of it has arrived. */
  bodySize: number | null;
  /** Null when it was reset or closed without a response. */
  status: number | null;
  /** When the request headers had arrived, epoch ms. */
  at: number;
  /** When the response was passed to the operating system, epoch ms. Stays null when the client has gone. */
  endedAt: number | null;
  /** Whether the connection was opened for another host. */
  coalesced: boolean;
}

export interface LoggedConnection {
  connection: number;
  sni: string;
  protocol: string;
  /** When the client connected, before any handshake, epoch ms; null where the server does not report it. */
  acceptedAt: number | null;
  /** When the TLS handshake ended, epoch ms. */
  openedAt: number;
  /** When the server refused further requests (GOAWAY, or the end of its side), epoch ms; null if it never did. */
  retiredAt: number | null;
  /** Whether the client presented a certificate. */
  clientCertificate: boolean;
  /** Epoch ms; null while it is open. */
  closedAt: number | null;
}

/** Everything that reached the servers, in order of arrival. Tests use it as the truth. */
export interface LabLog {
  attempts: LoggedAttempt[];
  connections: LoggedConnection[];
}

/** The attempts of one request, in order, selected by what a page can vary. */
export function attemptsOf(
  log: LabLog,
  wanted: Partial<Pick<LoggedAttempt, 'host' | 'method' | 'path'>>,
): LoggedAttempt[] {
  return log.attempts.filter(
    (attempt) =>
      (wanted.host === undefined || attempt.host === wanted.host) &&
      (wanted.method === undefined || attempt.method === wanted.method) &&
      (wanted.path === undefined || attempt.path === wanted.path),
  );
}
