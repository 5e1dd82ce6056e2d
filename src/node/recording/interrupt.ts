import { type Complain, EXIT } from '../command/exit.ts';
import { SIGNALS } from '../command/stop-on-signal.ts';
import { InputError } from '../input/read-input.ts';

/** A signal, such as SIGINT (Ctrl-C): the first stops the recording and keeps it, the second exits immediately. */
export class Interrupt {
  readonly happened: Promise<void>;
  readonly #complain: Complain;
  #resolve: () => void = () => undefined;
  #count = 0;

  constructor(complain: Complain) {
    this.#complain = complain;
    this.happened = new Promise((resolve) => {
      this.#resolve = resolve;
    });
    for (const signal of SIGNALS) process.on(signal, this.#take);
  }

  dispose(): void {
    for (const signal of SIGNALS) process.off(signal, this.#take);
  }

  /**
   * Waits for work that must be done before anything is recorded.
   * @throws InputError (rejects) on a signal; what the work leaves is removed when the process exits
   */
  before<T>(work: Promise<T>): Promise<T> {
    const stopped = this.happened.then(() => {
      throw new InputError('stopped before the recording began');
    });
    return Promise.race([work, stopped]);
  }

  readonly #take = (signal: NodeJS.Signals): void => {
    this.#count += 1;
    if (this.#count === 1) {
      this.#resolve();
      return;
    }
    this.#complain(`stopped by a second signal (${signal}) before everything was written`);
    // Exit handlers remove the temporary files.
    process.exit(EXIT.unreadable);
  };
}
