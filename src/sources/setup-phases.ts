import type { Millis, Phases } from '../model/capture.ts';
import { type SetupPhases, setupTime } from '../model/phases.ts';

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

/** From the start of a request to the start of its own sending. */
export function untilSend(phases: Phases): Millis {
  return (phases.queued ?? 0) + (phases.stalled ?? 0) + (phases.proxy ?? 0) + setupTime(phases);
}

/** The phases of setting up a connection. */
export function setupOf(phases: Phases | null): SetupPhases {
  return { dns: phases?.dns ?? null, connect: phases?.connect ?? null, tls: phases?.tls ?? null };
}
