/** Calls `request` soon; the returned function takes it back. A browser's animation frame, or a test's. */
export type Defer = (callback: () => void) => () => void;

/**
 * Runs `work` once for any number of calls, at most once an animation frame, and less often when the work
 * is slow: never more than about a third of the time, so that a flood of evidence leaves the panel usable.
 */
export class Scheduler {
  readonly #work: () => void;
  readonly #defer: Defer;
  readonly #now: () => number;
  #cancel: (() => void) | null = null;
  #notBefore = 0;

  constructor(work: () => void, defer: Defer = nextFrame, now: () => number = () => performance.now()) {
    this.#work = work;
    this.#defer = defer;
    this.#now = now;
  }

  /** Asks for the work to be done soon. */
  request(): void {
    this.#cancel ??= this.#defer(() => this.#frame());
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
  }

  #frame(): void {
    this.#cancel = null;
    if (this.#now() < this.#notBefore) this.request();
    else this.#run();
  }

  #run(): void {
    const started = this.#now();
    this.#work();
    const ended = this.#now();
    this.#notBefore = ended + 2 * (ended - started);
  }
}

function nextFrame(callback: () => void): () => void {
  const frame = requestAnimationFrame(callback);
  return () => cancelAnimationFrame(frame);
}
