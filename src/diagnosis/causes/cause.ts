import type { Protocol } from '../../model/capture.ts';
import type { Evidence, Fix, Reference } from '../finding.ts';
import type { FailureNames } from './failure-names.ts';

/** What went wrong: a 421, another wrong response, or a stream that was reset. */
export type FailureKind = 'misdirected' | 'misrouted' | 'reset';

/** The known facts about one failure, or several with the same, for choosing and describing their cause. */
export interface Failure extends FailureNames {
  readonly kind: FailureKind;
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

/** Lines of configuration with the requested hosts' names; null where the capture has no plain ones. */
export function withHosts(
  { config: { hosts } }: Failure,
  lines: (hosts: readonly string[]) => string,
): string | null {
  return hosts.length === 0 ? null : lines(hosts);
}

/** Lines of configuration with the names of all hosts that should share a connection; null where one is unknown. */
export function withAll(
  { config: { sharing } }: Failure,
  lines: (hosts: readonly string[]) => string,
): string | null {
  return sharing.length === 0 ? null : lines(sharing.flat());
}

/** The same, with separate lines for hosts that have nothing to do with each other. */
export function withEach(
  { config: { sharing } }: Failure,
  lines: (hosts: readonly string[]) => string,
): string | null {
  return sharing.length === 0 ? null : sharing.map(lines).join('\n');
}

/** For the hosts that should share a connection, in what is to be changed. */
export function bothHosts({ all, other, host }: Failure): string {
  return all ?? `${other} and ${host}`;
}

/** For a condition that any of the requested hosts may meet. */
export function anyHost({ host, config: { hosts } }: Failure): string {
  return hosts.length < 2 ? host : 'one of these hosts';
}

/** In brackets after the words for it, where there is one. */
export function inBrackets(names: readonly string[]): string {
  return names.length === 1 ? ` (${names[0]})` : '';
}

/** Evidence for a cause, if the condition holds. */
export function supports(condition: boolean, fact: string): readonly Evidence[] {
  return condition ? [{ for: true, fact }] : [];
}

/** Evidence against a cause, if the condition holds. */
export function contradicts(condition: boolean, fact: string): readonly Evidence[] {
  return condition ? [{ for: false, fact }] : [];
}
