import type { Sender } from '../../diagnosis/finding.ts';
import type { Certificate, Header, Protocol } from '../../model/capture.ts';
import { OutOfTime } from '../time-left.ts';
import { failureWords } from './failure-words.ts';

/** A server's response to one request. All of its text is untrusted. */
export interface Answer {
  readonly status: number | null;
  readonly headers: readonly Header[];
  /** The first {@link MOST_OF_BODY_READ} bytes at most; invalid UTF-8 is replaced. */
  readonly body: string;
  /** What ended it early, if anything did: `NGHTTP2_PROTOCOL_ERROR`, or words. */
  readonly error: string | null;
  /** Whether the time was over: with more of it, there might have been a response. */
  readonly late: boolean;
}

/** Enough to distinguish two pages. */
export const MOST_OF_BODY_READ = 65_536;

/** One request of the probe: a host, requested on a connection opened for a name. */
export interface Question {
  /** The name in the TLS handshake; null when none is sent, on purpose or because the host is an address. */
  readonly sni: string | null;
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
  /** How long it took, without opening the connection. */
  readonly durationMs: number;
  /** Who sent the response, if it is an error; otherwise null. */
  readonly sender: Sender | null;
}

/** An answer that broke off, with what had arrived. */
export function brokenOff(error: unknown, { status, headers }: Head = NO_HEAD): Answer {
  return { status, headers, body: '', error: failureWords(error), late: error instanceof OutOfTime };
}

/** The beginning of a response. */
export interface Head {
  readonly status: number | null;
  readonly headers: readonly Header[];
}

export const NO_HEAD: Head = { status: null, headers: [] };
