import type { Sender } from '../../diagnosis/finding.ts';
import type { Certificate, Header, Protocol } from '../../model/capture.ts';

/** A server's response to one request. All of its text is untrusted. */
export interface Answer {
  readonly status: number | null;
  readonly headers: readonly Header[];
  /** The first {@link MOST_OF_BODY_READ} bytes at most; invalid UTF-8 is replaced. */
  readonly body: string;
  /** The error that ended it early, if any: `NGHTTP2_PROTOCOL_ERROR`, `ETIMEDOUT`. */
  readonly error: string | null;
}

/** Enough to distinguish two pages. */
export const MOST_OF_BODY_READ = 65_536;

/** One request of the probe: a host, requested on a connection opened for a name. */
export interface Question {
  /** The name in the TLS handshake. */
  readonly sni: string;
  /** The host of the request, with the port where it is not 443. */
  readonly authority: string;
}

export interface Asked extends Question {
  /** Null when the name has none. */
  readonly address: string | null;
  /** Null when no connection could be opened. */
  readonly protocol: Protocol | null;
  readonly certificate: Certificate | null;
  /** Whether the certificate covers the requested host; null without a certificate. */
  readonly covers: boolean | null;
  readonly answer: Answer;
  /** Who sent the response, if it is an error; otherwise null. */
  readonly sender: Sender | null;
}

export function brokenOff(error: string): Answer {
  return { status: null, headers: [], body: '', error };
}
