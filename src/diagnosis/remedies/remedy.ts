import type { Protocol } from '../../model/capture.ts';
import type { Fix, Reference } from '../finding.ts';
import type { Product } from '../products.ts';

/** What is known of one failure, for the words of its remedy. Names are safe to stand in a configuration. */
export interface Failure {
  /** What went wrong: a 421, another wrong status, or a stream that was reset. */
  readonly how: 'misdirected' | 'misrouted' | 'reset';
  /** The host that was asked for, without port; a placeholder when its name is nothing a configuration can hold. */
  readonly host: string;
  /** The host whose connection it was sent on; a placeholder when it is unknown. */
  readonly other: string;
  readonly port: number;
  /** Also on the host's own connection, so sharing is not the reason. */
  readonly always: boolean;
  readonly protocol: Protocol | null;
  /** After the 421 only HTTP/1.1 would do. */
  readonly fellBack: boolean;
  /** The server that passed it on, where one put its name on it. */
  readonly behind: string | null;
}

/** Why one product answers so, and what to change. */
export interface Remedy {
  readonly products: readonly Product[];
  /** Whether it is this reason; the first that fits is taken. */
  readonly when: (failure: Failure) => boolean;
  readonly cause: (failure: Failure) => string;
  readonly fixes: (failure: Failure) => readonly Fix[];
  /** Which line to look for, in which log and at which level. */
  readonly log: string | null;
  readonly reference: Reference;
}

export const OWN_CERTIFICATES = ({ host, other }: Failure): Fix => ({
  title: `Give ${host} a certificate that does not name ${other} and the other way round (no shared wildcard), or an address of its own: then browsers do not share connections.`,
  snippet: null,
});
