import { InputError } from './input/read-input.ts';

/** The time that is left of `--timeout`, which is a total: looking up names, connecting and all responses count. */
export class TimeLeft {
  /** All of it, for messages. */
  readonly totalMs: number;
  readonly #end: number;

  constructor(ms: number) {
    this.totalMs = ms;
    this.#end = performance.now() + ms;
  }

  /** Never below 1, because a timer of 0 would be one of 1 as well. */
  get ms(): number {
    return Math.max(1, this.#end - performance.now());
  }

  /** An equal share, when `parts` things are still to be done. */
  share(parts: number): TimeLeft {
    return new TimeLeft(this.ms / parts);
  }
}

/** A server or browser did not do something in time; the message says what. */
export class OutOfTime extends InputError {}

/** For messages: `no response within 2.5 seconds`. */
export function within(ms: number): string {
  const seconds = Number((ms / 1_000).toFixed(1));
  return `within ${seconds} ${seconds === 1 ? 'second' : 'seconds'}`;
}

/**
 * Settles like `work`, or rejects when the time is over, and calls `stop` then. The work is not waited for.
 * @throws OutOfTime (rejects) with `message`
 */
export function inTime<T>(
  work: Promise<T>,
  { ms, totalMs }: TimeLeft,
  message: (totalMs: number) => string,
  stop: (error: OutOfTime) => void = () => undefined,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      const error = new OutOfTime(message(totalMs));
      stop(error);
      reject(error);
    }, ms);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
