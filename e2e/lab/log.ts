/** One sending of one request on one connection, as the server saw it. */
export interface LoggedAttempt {
  /** The lab's own number of the TLS connection, from 1 in the order in which handshakes ended (HTTP/3: first requests came). */
  connection: number;
  /** HTTP/2 stream id; null on HTTP/1.1 and, not told by the server, on HTTP/3. */
  stream: number | null;
  /** The host that the connection was opened for, by TLS. */
  sni: string;
  /** `:authority`, or the Host header, with its port. */
  authority: string;
  host: string;
  method: string;
  path: string;
  /** Of the request's body, bytes; null until all of it has arrived. */
  bodySize: number | null;
  /** null: reset or closed without an answer. */
  status: number | null;
  /** The request's headers had arrived, epoch ms. */
  at: number;
  /** The answer was handed to the system, epoch ms; null until then, and for ever when the client went away. */
  endedAt: number | null;
  /** Not the host the connection was opened for. */
  coalesced: boolean;
}

export interface LoggedConnection {
  connection: number;
  sni: string;
  protocol: string;
  /** The client had come to the server, before any handshake, epoch ms; null where the server does not tell. */
  acceptedAt: number | null;
  /** The TLS handshake had ended, epoch ms. */
  openedAt: number;
  /** The server said that it takes no more requests (GOAWAY, or the end of its side), epoch ms; null: it never did. */
  retiredAt: number | null;
  /** The client showed a certificate of its own. */
  clientCertificate: boolean;
  /** Epoch ms; null while it is open. */
  closedAt: number | null;
}

/** The lab's truth: everything that reached the servers, in order of arrival. */
export interface LabLog {
  attempts: LoggedAttempt[];
  connections: LoggedConnection[];
}

/** The attempts of one request in their order, told apart by what a page can vary. */
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
