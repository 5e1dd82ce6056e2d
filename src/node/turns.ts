import { setImmediate } from 'node:timers/promises';
import type { Steps } from '../model/steps.ts';

/** Short enough that a signal seems to be handled at once. */
const TURN_MS = 50;

/** Lets the process handle signals and other events now and then, between pieces of work that take a while together. */
export class Turns {
  #since = performance.now();

  async next(): Promise<void> {
    if (performance.now() - this.#since < TURN_MS) return;
    await setImmediate();
    this.#since = performance.now();
  }
}

/** Does the work of all steps, and handles other events between them. */
export async function inTurns<T>(steps: Steps<T>): Promise<T> {
  const turns = new Turns();
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done === true) return step.value;
    await turns.next();
  }
}
