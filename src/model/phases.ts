import type { Millis, Phases } from './capture.ts';

/** The phases in which a connection is set up: DNS, TCP or QUIC, and TLS. */
export type SetupPhases = Pick<Phases, 'dns' | 'connect' | 'tls'>;

/** How long the setup of a connection took; a phase of unknown length counts as none. */
export function setupTime(setup: SetupPhases | null | undefined): Millis {
  return (setup?.dns ?? 0) + (setup?.connect ?? 0) + (setup?.tls ?? 0);
}
