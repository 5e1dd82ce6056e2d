/** Calls `request` soon; the returned function takes it back. A browser's animation frame, or a test's. */
export type Defer = (callback: () => void) => () => void;

export interface SchedulerOptions {
  readonly defer?: Defer | undefined;
  readonly now?: () => number;
  /** True while the user scrolls, drags, points or types: slow work waits then, as it would be felt. */
  readonly busy?: (() => boolean) | undefined;
}

/** From here on, in ms, one run is felt as a hitch by whoever moves something on the screen meanwhile. */
const SLOW = 30;
/** Slow work waits so long at most: who never lets go of the mouse wants to see what comes, too. */
const PATIENCE = 1_000;
/** The next frame comes so much later anyway. */
const FRAME = 17;
/** A frame that comes later than this was not late because of rendering: nobody saw the panel meanwhile. */
const UNSEEN = 1_000;
/** However slow a run was: who waits for news wants to see some. */
const LONGEST_REST = 3_000;

/**
 * Runs `work` once for any number of calls, at most once an animation frame, and less often when it is slow: never
 * more than about a third of the time, and a tenth when one run can be felt, so that a flood of evidence leaves
 * the panel usable. What the work makes the page do (rendering) counts too: it is over when the next frame begins.
 */
export class Scheduler {
  readonly #work: () => void;
  readonly #defer: Defer;
  readonly #now: () => number;
  readonly #busy: () => boolean;
  #cancel: (() => void) | null = null;
  #cancelMeasuring: (() => void) | null = null;
  #slow = false;
  #notBefore = 0;
  #atLatest = 0;

  constructor(work: () => void, options: SchedulerOptions = {}) {
    this.#work = work;
    this.#defer = options.defer ?? nextFrame;
    this.#now = options.now ?? (() => performance.now());
    this.#busy = options.busy ?? (() => false);
  }

  /** Asks for the work to be done soon. */
  request(): void {
    if (this.#cancel !== null) return;
    this.#atLatest = Math.max(this.#now(), this.#notBefore) + PATIENCE;
    this.#wait();
  }

  /** Does it now, when it was asked for. */
  flush(): void {
    if (this.#cancel === null) return;
    this.stop();
    this.#run();
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
    this.#cancelMeasuring?.();
    this.#cancelMeasuring = null;
  }

  #wait(): void {
    this.#cancel = this.#defer(() => {
      this.#cancel = null;
      if (this.#mustWait()) this.#wait();
      else this.#run();
    });
  }

  #mustWait(): boolean {
    const now = this.#now();
    return now < this.#notBefore || (this.#slow && now < this.#atLatest && this.#busy());
  }

  #run(): void {
    const started = this.#now();
    this.#work();
    const cost = this.#now() - started;
    this.#rest(cost);
    this.#cancelMeasuring?.();
    this.#cancelMeasuring = this.#defer(() => {
      this.#cancelMeasuring = null;
      const rendered = this.#now() - started - FRAME;
      if (rendered < UNSEEN) this.#rest(Math.max(cost, rendered));
    });
  }

  #rest(cost: number): void {
    this.#slow = cost > SLOW;
    this.#notBefore = this.#now() + Math.min(cost * (this.#slow ? 9 : 2), LONGEST_REST);
  }
}

function nextFrame(callback: () => void): () => void {
  const frame = requestAnimationFrame(callback);
  return () => cancelAnimationFrame(frame);
}
