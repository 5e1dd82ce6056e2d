import type { Cdp, TargetInfo } from './cdp.ts';
import { type Code, evaluate } from './evaluate.ts';
import { waitUntil } from './wait.ts';

/** The extension's background worker, as the browser has it at the moment. */
export class ExtensionWorker {
  readonly #cdp: Cdp;
  readonly #origin: string;

  constructor(cdp: Cdp, extensionId: string) {
    this.#cdp = cdp;
    this.#origin = `chrome-extension://${extensionId}/`;
  }

  /** Runs code in it; waits until it is running. */
  async evaluate<T, A = undefined>(code: Code<T, A>, argument?: A): Promise<T> {
    const session = await this.#cdp.attach(await this.#target());
    try {
      return await evaluate(session, code, argument as A);
    } finally {
      await this.#cdp.detach(session);
    }
  }

  /**
   * Stops it as the browser does after 30 s without work: without a word, and all that it had in its variables is
   * gone. Something must wake it again, such as the reconnecting port of an open panel. (Closing the target
   * stops the worker: in 6 of 6 tries a global variable was gone 70 to 200 ms later. `ServiceWorker.stopAllWorkers`
   * does so, too, but only through a page of the extension.)
   */
  async stop(): Promise<void> {
    await this.evaluate('globalThis.stillTheSame = true');
    const { targetId } = await this.#target();
    await this.#cdp.send('Target.closeTarget', { targetId });
    const anew = () => this.evaluate<boolean>('globalThis.stillTheSame === undefined');
    await waitUntil(anew, 'another life of the worker');
  }

  #target(): Promise<TargetInfo> {
    const isIt = ({ type, url }: TargetInfo) => type === 'service_worker' && url.startsWith(this.#origin);
    return waitUntil(async () => (await this.#cdp.targets()).find(isIt), 'the background worker running');
  }
}
