import type { Protocol } from '../../model/capture.ts';
import type { Fix, Reference } from '../finding.ts';

/** What went wrong: a 421, another wrong response, or a stream that was reset. */
export type FailureKind = 'misdirected' | 'misrouted' | 'reset';

/** The known facts about one failure, for choosing and describing its cause. */
export interface Failure {
  readonly kind: FailureKind;
  /** For sentences: the requested host without its port, or "the requested host" when its name is not plain. */
  readonly host: string;
  /** For sentences: the host that the connection was opened for, or "the other host" when it is unknown. */
  readonly other: string;
  /** For lines of configuration: names that are safe there. Reserved example names (RFC 2606) where one is unknown. */
  readonly config: { readonly host: string; readonly other: string; readonly port: number };
  /** It also happens on the host's own connection, so sharing is not the reason. */
  readonly always: boolean;
  readonly protocol: Protocol | null;
  /** The host's own connection required HTTP/1.1 (HTTP_1_1_REQUIRED, RFC 9113 section 7). */
  readonly requiresHttp1: boolean;
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
}

/** Why a product fails in one way, and what to change. */
export interface Cause {
  /** Whether this can be the cause; the first of a product's causes that applies is used. */
  readonly applies: (failure: Failure) => boolean;
  readonly text: (failure: Failure) => string;
  /** The best first. */
  readonly fixes: (failure: Failure) => readonly Fix[];
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
