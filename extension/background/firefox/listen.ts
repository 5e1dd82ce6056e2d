import browser, { type WebRequest } from 'webextension-polyfill';
import { hostOf } from '../../../src/model/origin.ts';
import type { WebRequestDetails } from '../../../src/sources/webrequest/events.ts';
import type { Hub } from '../hub.ts';
import { Addresses } from './addresses.ts';
import { certificateOf } from './security-info.ts';

/** With what the types leave out. */
type Answered = WebRequest.OnHeadersReceivedDetailsType & Pick<WebRequestDetails, 'fromCache' | 'proxyInfo'>;

/** Whether the browser tells of certificates and names: Firefox alone does. */
export function canListenMore(): boolean {
  return 'getSecurityInfo' in browser.webRequest && 'dns' in browser;
}

/**
 * What only Firefox tells: the certificate that each answer's connection has, and the addresses of its host. It takes a
 * blocking listener, so there is one only for a tab with DevTools open, and it lets go of each request at once. It is
 * registered later than at the start on purpose: the browser would keep it then, and stop a request for as long as
 * it takes to wake this page.
 */
export class FirefoxListener {
  readonly #hub: Hub;
  readonly #addresses = new Addresses();
  readonly #listening = new Map<number, (details: Answered) => undefined>();

  constructor(hub: Hub) {
    this.#hub = hub;
  }

  /** DevTools was opened on a tab, or closed. */
  attended(tabId: number, isOpen: boolean): void {
    const known = this.#listening.get(tabId);
    if ((known !== undefined) === isOpen) return;
    const { onHeadersReceived } = browser.webRequest;
    if (known !== undefined) {
      onHeadersReceived.removeListener(known);
      this.#listening.delete(tabId);
      return;
    }
    this.#addresses.forget(tabId);
    const listener = (details: Answered) => this.#take(details);
    this.#listening.set(tabId, listener);
    const filter = { urls: ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*'], tabId };
    onHeadersReceived.addListener(listener, filter, ['blocking']);
  }

  #take(details: Answered): undefined {
    const { tabId, requestId, url, fromCache, proxyInfo } = details;
    if (fromCache) return;
    // Both are asked at once, before the request goes on; what they say waits until the worker is ready.
    const certificate = certificateOf(requestId);
    const host = proxyInfo ? null : hostOf(url);
    const addresses = host === null ? null : this.#addresses.of(tabId, host, Date.now());
    this.#hub.whenReady(() => {
      const key = this.#hub.requests.keyOf(requestId);
      void this.#emitCertificate(details, key, certificate);
      if (host !== null && addresses !== null) void this.#emitAddresses(tabId, host, addresses);
    });
  }

  async #emitCertificate(
    { tabId, url, method }: Answered,
    key: string | null,
    asked: ReturnType<typeof certificateOf>,
  ): Promise<void> {
    const seen = await asked;
    if (seen === null || key === null) return;
    const { fingerprint, certificate } = seen;
    this.#hub.observe(tabId, [
      { kind: 'certificate', source: 'webrequest', fingerprint, certificate },
      { kind: 'request', source: 'webrequest', key, url, method, facts: { certificateId: fingerprint } },
    ]);
  }

  async #emitAddresses(tabId: number, host: string, asked: ReturnType<Addresses['of']>): Promise<void> {
    const addresses = await asked;
    if (addresses === null) return;
    this.#hub.observe(tabId, [{ kind: 'resolution', source: 'webrequest', host, addresses }]);
  }
}
