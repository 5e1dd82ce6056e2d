// Over 250 lines: the records of the model, which are read together as one vocabulary.
import type { Certainty } from './certainty.ts';
import type { Origin } from './origin.ts';

/** Milliseconds since the Unix epoch, with a fraction. The one clock of the project. */
export type EpochMs = number;
/** A span of time in milliseconds. */
export type Millis = number;

/** The browser's own connection id where it has one (Chromium: the NetLog socket id). */
export type ConnectionId = string;
export type RequestId = string;
export type Protocol = 'http/1.1' | 'h2' | 'h3';

/** Where evidence comes from. `webrequest`, `har` and `cdp` together make a live capture. */
export type EvidenceSource = 'webrequest' | 'har' | 'chrome-trace' | 'cdp' | 'netlog' | 'moz-log';

export interface Header {
  readonly name: string;
  readonly value: string;
}

export interface Remote {
  readonly address: string;
  readonly port: number;
}

export interface Certificate {
  readonly subject: string;
  readonly issuer: string;
  /** The DNS names and addresses of its subjectAltName, as written (`*.example.test`). */
  readonly names: readonly string[];
}

/**
 * How the time of one attempt was spent. A phase is null where the source does not state it or it did not happen.
 * The phases follow each other in this order; `dns` to `tls` happen only when the attempt opens a connection.
 *
 *     request.startedAt                            attempt.startedAt             attempt.endedAt
 *     |                                            |                             |
 *     | queued | stalled | proxy | dns connect tls | send | wait     | receive |
 *     |        |         |       '---- setup ----' |      |          |         |
 *              network start                       ready  sent       first byte of the response
 *
 * "Ready" is the end of the setup: the connection can carry requests. For the attempt that opened it, that is when its
 * sending begins. Where a request was sent several times, each attempt has its own phases.
 */
export interface Phases {
  /** Held back by the browser's own scheduler before it reached the network stack. */
  readonly queued: Millis | null;
  /** In the network stack before DNS: a lost first attempt hides here (see analysis/chromium/hidden-attempt.ts). */
  readonly stalled: Millis | null;
  readonly proxy: Millis | null;
  readonly dns: Millis | null;
  /** TCP (or QUIC) setup without TLS. */
  readonly connect: Millis | null;
  readonly tls: Millis | null;
  readonly send: Millis | null;
  readonly wait: Millis | null;
  readonly receive: Millis | null;
}

/** Why the browser sent the request again after this attempt. */
export type Restart = 'misdirected' | 'error';

/** A request sent once on one connection, as a source saw it. */
export interface AttemptRecord {
  readonly connection: ConnectionId | null;
  readonly stream: number | null;
  readonly status: number | null;
  readonly error: string | null;
  /** When its sending on the connection began. The phases up to `tls` come before that, the others after it. */
  readonly startedAt: EpochMs | null;
  readonly endedAt: EpochMs | null;
  /** True when the connection was already open; false when this attempt waited for its setup. */
  readonly reused: boolean | null;
  readonly restart: Restart | null;
  readonly phases: Phases | null;
  /** How many bytes of the request's body went out, where a source counts them (NetLog, HTTP/2). */
  readonly bodySent: number | null;
  /** For a 421 only: the headers of the answer, where a source saw an answer that the page did not get. */
  readonly answerHeaders: readonly Header[] | null;
}

/** What the page asked for. Records are immutable: a change makes a new record. */
export interface RequestRecord {
  readonly id: RequestId;
  readonly url: string;
  readonly method: string;
  readonly origin: Origin | null;
  readonly startedAt: EpochMs | null;
  readonly endedAt: EpochMs | null;
  readonly status: number | null;
  readonly error: string | null;
  readonly fromCache: boolean;
  readonly fromServiceWorker: boolean;
  readonly protocol: Protocol | null;
  readonly remote: Remote | null;
  /** As the browser names it (`document`, `fetch`, `font`, …). */
  readonly resourceType: string | null;
  /** URL of the document, script or stylesheet that asked for it; its origin where no source states more. */
  readonly initiator: string | null;
  readonly requestHeaders: readonly Header[] | null;
  readonly responseHeaders: readonly Header[] | null;
  /** The first characters of the answer's body (answer-body.ts says for which answers, and how many); empty without a body. */
  readonly responseBody: string | null;
  readonly transferSize: number | null;
  /** True when it was sent without credentials, in a separate connection pool. */
  readonly privacyMode: boolean | null;
  /** The network partition key, as the browser writes it. */
  readonly partition: string | null;
  /** Fingerprint of the certificate of the connection that the answer came on, a key of `Capture.certificates`. */
  readonly certificateId: string | null;
  /** Content-Type of an answer that the browser threw away before it sent the request again (Firefox). */
  readonly discardedType: string | null;
  /** The status with which a proxy refused to open a tunnel (CONNECT) for it. */
  readonly tunnelStatus: number | null;
  /** Absolute URL the answer redirected to. */
  readonly redirectedTo: string | null;
  /** In the order in which they were sent. Without `attemptsComplete` only the last is here. */
  readonly attempts: readonly AttemptRecord[];
  /** True when the source reports every attempt (NetLog, Firefox log), so none is hidden. */
  readonly attemptsComplete: boolean;
  /** The HAR entry as it was read, so that an export loses nothing. */
  readonly har: HarObject | null;
  readonly sources: readonly EvidenceSource[];
}

/**
 * Which pool of connections a request belongs to by its credentials: sent with all; without; without client
 * certificates, too; with the cookies of this partition only (Chromium's PrivacyMode, where third parties are blocked).
 */
export type CredentialsPool = 'all' | 'none' | 'no-client-certificates' | 'partitioned';

/** One TCP+TLS or QUIC connection. */
export interface ConnectionRecord {
  readonly id: ConnectionId;
  readonly protocol: Protocol | null;
  readonly remote: Remote | null;
  readonly openedFor: Origin | null;
  readonly openedForCertainty: Certainty;
  readonly openedAt: EpochMs | null;
  readonly closedAt: EpochMs | null;
  readonly closeReason: string | null;
  readonly certificate: Certificate | null;
  /** Whether the browser presented a client certificate: such a connection is not shared with other hosts. */
  readonly clientCertificate: boolean | null;
  /** True in every pool but that of `all` credentials. */
  readonly privacyMode: boolean | null;
  /** Null where the sources state no more than `privacyMode`. */
  readonly credentials: CredentialsPool | null;
  readonly partition: string | null;
  readonly proxy: string | null;
  /** Setup before the first attempt, for drawing. */
  readonly setup: Pick<Phases, 'dns' | 'connect' | 'tls'> | null;
  /** The Origin Set the server sent (RFC 8336, RFC 9412), null when none was seen. */
  readonly originFrame: readonly Origin[] | null;
  /** When the first ORIGIN frame arrived; null when none was seen or the time is unknown. */
  readonly originFrameAt: EpochMs | null;
  /** When the browser stopped putting new requests on it, which can be long before it closed. */
  readonly retiredAt: EpochMs | null;
  /** Other origins for which the browser considered this connection while it was open and did not use it. */
  readonly refused: readonly Refusal[] | null;
  /** No source reports it: it was reconstructed from its requests (Firefox without its log). */
  readonly reconstructed: boolean;
  /** The open connection that the browser used instead of this new one. */
  readonly supersededBy: ConnectionId | null;
  readonly sources: readonly EvidenceSource[];
}

/** The connection's address is not one of the origin's; its certificate does not name it; its ORIGIN frame does not list it. */
export type RefusalReason = 'address' | 'certificate' | 'origin-frame';

/** An origin that could not share a connection, and why. */
export interface Refusal {
  readonly origin: Origin;
  readonly reason: RefusalReason;
}

/** A connection that was open when the capture was cleared, so that it may still have carried something since. */
export interface EarlierConnection {
  readonly record: ConnectionRecord;
  /** The origins that had received an answer other than 421 on it by then. */
  readonly served: readonly Origin[];
}

/** A raw HAR object, kept as it was read so that an export loses nothing. */
export type HarObject = Readonly<Record<string, unknown>>;

/**
 * A HAR entry that describes no request, because it has no URL or method or is no object. An export keeps it.
 */
export interface UnreadEntry {
  /** Any JSON value. */
  readonly entry: unknown;
  /** The request of the entry before it; null when there is none. */
  readonly after: RequestId | null;
}

/** What was read of an archive. Names are untrusted. */
export interface ArchiveContents {
  /** The files that were read, and other captures that were not. */
  readonly read: readonly string[];
  readonly notRead: readonly string[];
  /** How many other files it has, which are no captures. */
  readonly others: number;
}

/** Something in the input that could not be read or is not plausible. Everything that could be read is kept. */
export interface Problem {
  /** Stable, kebab-case, for machines. */
  readonly code: string;
  /** One sentence: what, and where. */
  readonly message: string;
  readonly line?: number;
}

/** What other tabs did with a host of this capture: they may have opened a connection it shares. */
export interface Elsewhere {
  readonly origin: Origin;
  readonly address: string | null;
  readonly firstAt: EpochMs;
  readonly lastAt: EpochMs;
  readonly requests: number;
}

export interface Browser {
  readonly name: string;
  readonly version: string;
}

/** Everything the evidence has stated so far. It holds facts only; conclusions are made by analysis. */
export interface Capture {
  /** Grows with every change; equal versions of one builder are equal captures. */
  readonly version: number;
  readonly browser: Browser | null;
  readonly sources: readonly EvidenceSource[];
  /** The input ended before it should have. */
  readonly truncated: boolean;
  readonly problems: readonly Problem[];
  /** In the order in which evidence of them came first. */
  readonly requests: readonly RequestRecord[];
  readonly connections: readonly ConnectionRecord[];
  /** From before the last clear. Those that were used since are in `connections`, too. */
  readonly earlierConnections: readonly EarlierConnection[];
  /** Host names, each with the addresses that it was seen to resolve to. */
  readonly resolutions: ReadonlyMap<string, readonly string[]>;
  readonly elsewhere: ReadonlyMap<Origin, Elsewhere>;
  /** By fingerprint, the certificates that requests name. */
  readonly certificates: ReadonlyMap<string, Certificate>;
  /** The HAR's `log` without its entries, when a HAR was read. */
  readonly harLog: HarObject | null;
  /** In the order of the HAR. */
  readonly unreadEntries: readonly UnreadEntry[];
  /** Null when no archive was read. */
  readonly archive: ArchiveContents | null;
}
