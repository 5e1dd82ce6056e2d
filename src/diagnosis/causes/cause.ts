import type { Protocol } from '../../model/capture.ts';
import type { Evidence, Fix, Reference } from '../finding.ts';

/** What went wrong: a 421, another wrong response, or a stream that was reset. */
export type FailureKind = 'misdirected' | 'misrouted' | 'reset';

/** The known facts about one failure, for choosing and describing its cause. */
export interface Failure {
  readonly kind: FailureKind;
  /** For sentences: the requested host without its port, or "the requested host" when its name is not plain. */
  readonly host: string;
  /** For sentences: the host that the connection was opened for, or "the other host" when it is unknown. */
  readonly other: string;
  /** For lines of configuration: names that are safe there; null where the capture has none. */
  readonly config: {
    readonly host: string | null;
    /** The host as the request's Host header has it: with its port if that is not the scheme's default. */
    readonly authority: string | null;
    readonly other: string | null;
    readonly port: number;
  };
  /** Over TLS: without it there is no SNI, and no connection is shared. */
  readonly secure: boolean;
  /** The handshake had no server name. Only a probe can leave it out on purpose; what a proxy sends is not known. */
  readonly withoutSni: boolean;
  /** It also happens on the host's own connection, so sharing is not the reason. */
  readonly always: boolean;
  readonly protocol: Protocol | null;
  /** The protocol of the attempt that succeeded after it; null when none did, or when it is unknown. */
  readonly succeededOver: Protocol | null;
  /** The host's own connection required HTTP/1.1 (HTTP_1_1_REQUIRED, RFC 9113 section 7). */
  readonly requiresHttp1: boolean;
  /** The same host also got another response than 421 on the connection that carried the 421. */
  readonly variesOnConnection: boolean;
  /** The path of the request, without its query; null when it is not plain. */
  readonly path: string | null;
  /** The sender's version, where its response names it. */
  readonly version: string | null;
  readonly front: Front;
}

/** The proxy or load balancer in front of the server that wrote the response. */
export interface Front {
  /** Null when none put its name on the response. */
  readonly name: string | null;
  /** How to make it send the host name in the TLS handshake: one fix when it is known, else one for each known proxy. */
  readonly sniFixes: readonly Fix[];
  /** How to keep it from using a connection to the server again for another host; the same rule. */
  readonly poolFixes: readonly Fix[];
}

/** Why a product fails in one way, and what to change. */
export interface Cause {
  /** Whether this can be the cause: false when something that is known rules it out. */
  readonly applies: (failure: Failure) => boolean;
  /** It also explains a 421 to a handshake without a server name; other causes are about two names that differ. */
  readonly explainsNoSni?: true;
  /** What is known for and against it. The cause with the most for it, less what is against it, comes first. */
  readonly evidence?: (failure: Failure) => readonly Evidence[];
  readonly text: (failure: Failure) => string;
  /** The best first. */
  readonly fixes: (failure: Failure) => readonly Fix[];
  /** How to tell it apart from the others that fit; null when there is no simple way. */
  readonly test?: string;
  /** Which line to look for, in which log and at which level. */
  readonly log: string | null;
  readonly reference: Reference;
}

export function isMisdirected({ kind }: Failure): boolean {
  return kind === 'misdirected';
}

export function isMisrouted({ kind }: Failure): boolean {
  return kind === 'misrouted';
}

/** Lines of configuration with the requested host's name; null where the capture has no plain one. */
export function withHost({ config: { host } }: Failure, lines: (host: string) => string): string | null {
  return host === null ? null : lines(host);
}

/** Lines of configuration with both names; null where the capture has not both. */
export function withBoth(
  { config: { host, other } }: Failure,
  lines: (host: string, other: string) => string,
): string | null {
  return host === null || other === null ? null : lines(host, other);
}

/** Evidence for a cause, if the condition holds. */
export function supports(condition: boolean, fact: string): readonly Evidence[] {
  return condition ? [{ for: true, fact }] : [];
}

/** Evidence against a cause, if the condition holds. */
export function contradicts(condition: boolean, fact: string): readonly Evidence[] {
  return condition ? [{ for: false, fact }] : [];
}
