import type { Cdp, TargetInfo } from './cdp.ts';
import { type Code, evaluate } from './evaluate.ts';
import { waitUntil } from './wait.ts';

/** The extension's background worker in its current instance. */
export class ExtensionWorker {
  readonly #cdp: Cdp;
  readonly #origin: string;

  constructor(cdp: Cdp, extensionId: string) {
    this.#cdp = cdp;
    this.#origin = `chrome-extension://${extensionId}/`;
  }

  /** Waits until the worker is running, and runs code in it. */
  async evaluate<T, A = undefined>(code: Code<T, A>, argument?: A): Promise<T> {
    const session = await this.#cdp.attach(await this.#target());
    try {
      return await evaluate(session, code, argument as A);
    } finally {
      await this.#cdp.detach(session);
    }
  }

  /**
   * Stops the worker as the browser does after 30 s without work: without notice, and its variables are lost. Something
   * must start it again, such as the reconnecting port of an open panel. (Closing the target stops the worker: in 6 of 6
   * tries a global variable was gone 70 to 200 ms later. `ServiceWorker.stopAllWorkers` does the same, but only through
   * a page of the extension.)
   */
  async stop(): Promise<void> {
    await this.evaluate('globalThis.sameInstance = true');
    const { targetId } = await this.#target();
    await this.#cdp.send('Target.closeTarget', { targetId });
    const isNewInstance = () => this.evaluate<boolean>('globalThis.sameInstance === undefined');
    await waitUntil(isNewInstance, 'a new instance of the worker');
  }

  #target(): Promise<TargetInfo> {
    const isWorker = ({ type, url }: TargetInfo) => type === 'service_worker' && url.startsWith(this.#origin);
    return waitUntil(async () => (await this.#cdp.targets()).find(isWorker), 'the running background worker');
  }
}
