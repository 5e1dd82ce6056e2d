import type { Millis, Phases } from '../model/capture.ts';

export const NO_PHASES: Phases = {
  queued: null,
  stalled: null,
  proxy: null,
  dns: null,
  connect: null,
  tls: null,
  send: null,
  wait: null,
  receive: null,
};

/** From the start of a request to the moment when its own sending began. */
export function untilSend({ queued, stalled, proxy, dns, connect, tls }: Phases): Millis {
  return [queued, stalled, proxy, dns, connect, tls].reduce<Millis>((sum, phase) => sum + (phase ?? 0), 0);
}

/** The phases of setting up a connection. */
export function setupOf(phases: Phases | null): Pick<Phases, 'dns' | 'connect' | 'tls'> {
  return { dns: phases?.dns ?? null, connect: phases?.connect ?? null, tls: phases?.tls ?? null };
}
