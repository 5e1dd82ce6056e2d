import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import type { Cdp, CdpSession, TargetInfo } from './cdp.ts';
import { type Code, evaluate } from './evaluate.ts';
import { waitUntil } from './wait.ts';

const root = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** Builds the extension for Chrome and returns its folder. */
export async function buildExtension(): Promise<string> {
  await build({ root: root(''), configFile: root('vite.config.ts'), mode: 'production', logLevel: 'error' });
  return root('dist/chrome');
}

/** The extension's background worker, as the browser has it at the moment. */
export class ExtensionWorker {
  readonly #cdp: Cdp;
  readonly #origin: string;

  constructor(cdp: Cdp, extensionId: string) {
    this.#cdp = cdp;
    this.#origin = `chrome-extension://${extensionId}/`;
  }

  /** Runs code in it; it must be running. */
  async evaluate<T, A = undefined>(code: Code<T, A>, argument?: A): Promise<T> {
    const session = await this.#attach(({ type }) => type === 'service_worker');
    try {
      return await evaluate(session, code, argument as A);
    } finally {
      await this.#cdp.send('Target.detachFromTarget', { sessionId: session.sessionId });
    }
  }

  /** Stops it as the browser does: without a word, with all that it had in its variables. */
  async stop(): Promise<void> {
    await this.evaluate('globalThis.stillTheSame = true');
    const page = await this.#attach(({ type, url }) => type === 'iframe' && url.includes('/panel/'));
    await page.send('ServiceWorker.enable');
    await page.send('ServiceWorker.stopAllWorkers');
    await this.#cdp.send('Target.detachFromTarget', { sessionId: page.sessionId });
    // The panel's reconnecting port starts it again.
    const anew = () => this.evaluate<boolean>('globalThis.stillTheSame === undefined');
    await waitUntil(anew, 'another life of the worker');
  }

  async #attach(is: (target: TargetInfo) => boolean): Promise<CdpSession> {
    const find = async () =>
      (await this.#cdp.targets()).find((target) => target.url.startsWith(this.#origin) && is(target));
    return this.#cdp.attach(await waitUntil(find, 'a target of the extension'));
  }
}
