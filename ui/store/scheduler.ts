import type { Steps } from '../../src/model/steps.ts';

/** Calls `request` soon; the returned function takes it back. A browser's animation frame, or a test's. */
export type Defer = (callback: () => void) => () => void;

export interface SchedulerOptions {
  readonly defer?: Defer | undefined;
  /** Calls back when the browser has done what else is waiting: between two slices of the work. */
  readonly pause?: Defer | undefined;
  readonly now?: () => number;
  /** True while the user scrolls, drags, points or types: slow work waits then, as it would be felt. */
  readonly busy?: (() => boolean) | undefined;
}

/** So long, in ms, the work goes on without a pause: half a frame, so that scrolling stays smooth meanwhile. */
const SLICE = 8;
/** From here on, in ms, one slice is felt as a hitch by whoever moves something on the screen meanwhile. */
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
 * Runs `work` once for any number of calls, begins it at most once an animation frame, and less often when it is much:
 * never more than about a third of the time, and a tenth when it can be felt, so that a flood of evidence leaves
 * the panel usable. What the work makes the page do (rendering) counts too: it is over when the next frame begins.
 */
export class Scheduler {
  readonly #work: () => Steps<void>;
  readonly #defer: Defer;
  readonly #pause: Defer;
  readonly #now: () => number;
  readonly #busy: () => boolean;
  /** What is under way. */
  #steps: Steps<void> | null = null;
  /** Takes back what was asked for: a frame, or the time for the next slice. */
  #cancel: (() => void) | null = null;
  #cancelMeasuring: (() => void) | null = null;
  /** It was asked for again while it was under way. */
  #again = false;
  #spent = 0;
  #longestSlice = 0;
  #slow = false;
  #notBefore = 0;
  #atLatest = 0;

  constructor(work: () => Steps<void>, options: SchedulerOptions = {}) {
    this.#work = work;
    this.#defer = options.defer ?? nextFrame;
    this.#pause = options.pause ?? nextTask;
    this.#now = options.now ?? (() => performance.now());
    this.#busy = options.busy ?? (() => false);
  }

  /** Asks for the work to be done soon. */
  request(): void {
    if (this.#steps !== null) this.#again = true;
    else if (this.#cancel === null) {
      this.#atLatest = Math.max(this.#now(), this.#notBefore) + PATIENCE;
      this.#wait();
    }
  }

  /** Begins anew in the next frame, however much was done lately: for what the user asked for. */
  restart(): void {
    this.stop();
    this.#notBefore = 0;
    this.request();
  }

  /** Does it now, when it was asked for. */
  flush(): void {
    if (this.#cancel === null) return;
    this.#cancel();
    this.#cancel = null;
    this.#run(Number.POSITIVE_INFINITY);
    if (this.#cancel === null) return;
    this.stop();
    this.#run(Number.POSITIVE_INFINITY);
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
    this.#cancelMeasuring?.();
    this.#cancelMeasuring = null;
    this.#steps?.return();
    this.#steps = null;
    this.#again = false;
  }

  #wait(): void {
    this.#cancel = this.#defer(() => {
      this.#cancel = null;
      if (this.#mustWait()) this.#wait();
      else this.#run(SLICE);
    });
  }

  #mustWait(): boolean {
    const now = this.#now();
    return now < this.#notBefore || (this.#slow && now < this.#atLatest && this.#busy());
  }

  /** Begins the work or goes on with it, for so long. */
  #run(slice: number): void {
    if (this.#steps === null) {
      this.#spent = 0;
      this.#longestSlice = 0;
    }
    const started = this.#now();
    const steps = this.#steps ?? this.#work();
    this.#steps = steps;
    let done = false;
    while (!done && this.#now() - started < slice) done = steps.next().done === true;
    const cost = this.#now() - started;
    this.#spent += cost;
    this.#longestSlice = Math.max(this.#longestSlice, cost);
    if (done) this.#finish(started);
    else {
      this.#cancel = this.#pause(() => {
        this.#cancel = null;
        this.#run(slice);
      });
    }
  }

  /** `lastBegan`: the slice that changed what is shown. */
  #finish(lastBegan: number): void {
    this.#steps = null;
    this.#rest(this.#spent, this.#longestSlice);
    this.#cancelMeasuring?.();
    this.#cancelMeasuring = this.#defer(() => {
      this.#cancelMeasuring = null;
      const rendered = this.#now() - lastBegan - FRAME;
      if (rendered < UNSEEN)
        this.#rest(Math.max(this.#spent, rendered), Math.max(this.#longestSlice, rendered));
    });
    if (!this.#again) return;
    this.#again = false;
    this.request();
  }

  #rest(cost: number, felt: number): void {
    this.#slow = felt > SLOW;
    this.#notBefore = this.#now() + Math.min(cost * (this.#slow ? 9 : 2), LONGEST_REST);
  }
}

function nextFrame(callback: () => void): () => void {
  const frame = requestAnimationFrame(callback);
  return () => cancelAnimationFrame(frame);
}

/** Timers have to wait longer and longer in a row, and in a page that is not seen; messages do not. */
function nextTask(callback: () => void): () => void {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    callback();
  };
  port2.postMessage(null);
  return () => port1.close();
}
