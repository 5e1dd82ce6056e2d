import type { Sender } from '../../diagnosis/finding.ts';
import type { Certificate, Header, Protocol } from '../../model/capture.ts';

/** What a server says to one request; text that nobody vouches for. */
export interface Answer {
  readonly status: number | null;
  readonly headers: readonly Header[];
  /** Its beginning, at most {@link MOST_OF_BODY_READ} bytes; what is not UTF-8 is replaced. */
  readonly body: string;
  /** How it was broken off, when it was: `NGHTTP2_PROTOCOL_ERROR`, `ETIMEDOUT`. */
  readonly error: string | null;
}

/** Enough to tell two pages apart. */
export const MOST_OF_BODY_READ = 65_536;

/** One question: a host asked for on a connection opened for a name. */
export interface Question {
  /** The name in the TLS handshake. */
  readonly sni: string;
  /** The host of the request, with the port where it is not 443. */
  readonly authority: string;
}

export interface Asked extends Question {
  /** Null when the name has none. */
  readonly address: string | null;
  /** Null when no connection came about. */
  readonly protocol: Protocol | null;
  readonly certificate: Certificate | null;
  /** The certificate names the host that was asked for; null without one. */
  readonly covers: boolean | null;
  readonly answer: Answer;
  /** Who wrote an answer that is an error; null of others. */
  readonly sender: Sender | null;
}

export function brokenOff(error: string): Answer {
  return { status: null, headers: [], body: '', error };
}
