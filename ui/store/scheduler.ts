import type { Steps } from '../../src/model/steps.ts';

/** Calls `callback` soon; the returned function cancels it. An animation frame, or a test's replacement. */
export type Defer = (callback: () => void) => () => void;

export interface SchedulerOptions {
  readonly defer?: Defer | undefined;
  /** Calls back after the browser's other pending tasks: between two slices of the work. */
  readonly pause?: Defer | undefined;
  readonly now?: () => number;
  /** True while the user scrolls, drags, points or types: slow work waits then, since it would be noticed. */
  readonly busy?: (() => boolean) | undefined;
}

/** How long, in ms, the work runs without a pause: half a frame, so that scrolling stays smooth. */
const SLICE = 8;
/** From this length on, in ms, a slice is noticeable as a hitch while something moves on the screen. */
const SLOW = 30;
/** The longest that slow work waits for a gesture, in ms: a user who never stops also needs updates. */
const PATIENCE = 1_000;
/** The next frame is this much later in any case, in ms. */
const FRAME = 17;
/** A frame later than this, in ms, was not delayed by rendering: the panel was hidden. */
const HIDDEN = 1_000;
/** The longest rest after a run, in ms: however slow it was, the view must not go stale. */
const LONGEST_REST = 3_000;

/**
 * Runs `work` once for any number of requests, at most once per animation frame, and less often when it is slow:
 * it takes at most about a third of the time, and a tenth when it is noticeable, so that a flood of evidence leaves
 * the panel usable. The rendering that the work causes counts too: it ends when the next frame begins.
 */
export class Scheduler {
  readonly #work: () => Steps<void>;
  readonly #defer: Defer;
  readonly #pause: Defer;
  readonly #now: () => number;
  readonly #busy: () => boolean;
  /** The current run. */
  #steps: Steps<void> | null = null;
  /** Cancels what was scheduled: a frame, or the next slice. */
  #cancel: (() => void) | null = null;
  #cancelMeasuring: (() => void) | null = null;
  /** The work was requested again during the current run. */
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

  /** Schedules the work. */
  request(): void {
    if (this.#steps !== null) this.#again = true;
    else if (this.#cancel === null) {
      this.#atLatest = Math.max(this.#now(), this.#notBefore) + PATIENCE;
      this.#wait();
    }
  }

  /** Starts over in the next frame without a rest: for actions of the user. */
  restart(): void {
    this.stop();
    this.#notBefore = 0;
    this.request();
  }

  /** Runs requested work now. */
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

  /** Starts or continues the work, for at most `slice` ms. */
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

  /** `lastBegan`: when the last slice started, which changed what is shown. */
  #finish(lastBegan: number): void {
    this.#steps = null;
    this.#rest(this.#spent, this.#longestSlice);
    this.#cancelMeasuring?.();
    this.#cancelMeasuring = this.#defer(() => {
      this.#cancelMeasuring = null;
      const rendered = this.#now() - lastBegan - FRAME;
      if (rendered < HIDDEN)
        this.#rest(Math.max(this.#spent, rendered), Math.max(this.#longestSlice, rendered));
    });
    if (!this.#again) return;
    this.#again = false;
    this.request();
  }

  #rest(cost: number, longest: number): void {
    this.#slow = longest > SLOW;
    this.#notBefore = this.#now() + Math.min(cost * (this.#slow ? 9 : 2), LONGEST_REST);
  }
}

function nextFrame(callback: () => void): () => void {
  const frame = requestAnimationFrame(callback);
  return () => cancelAnimationFrame(frame);
}

/** Browsers throttle chained timers, and all timers of hidden pages; they do not throttle messages. */
function nextTask(callback: () => void): () => void {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    callback();
  };
  port2.postMessage(null);
  return () => port1.close();
}
