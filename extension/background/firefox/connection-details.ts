import browser, { type WebRequest } from 'webextension-polyfill';
import { hostOf } from '../../../src/model/origin.ts';
import type { WebRequestDetails } from '../../../src/sources/webrequest/events.ts';
import type { Hub } from '../hub.ts';
import { DnsAddresses } from './dns-addresses.ts';
import { certificateOf } from './security-info.ts';

/** With the fields that the types of the polyfill lack. */
type ResponseDetails = WebRequest.OnHeadersReceivedDetailsType &
  Pick<WebRequestDetails, 'fromCache' | 'proxyInfo'>;

/** Whether the browser offers certificates and resolved addresses to extensions. Only Firefox does. */
export function hasConnectionDetails(): boolean {
  return 'getSecurityInfo' in browser.webRequest && 'dns' in browser;
}

/**
 * Reads what only Firefox offers: the certificate of the connection that carried each response, and the addresses of
 * its host. This needs a blocking listener, so there is one only for a tab with DevTools open, and it never holds a
 * request back. It is not registered at startup on purpose: the browser would then remember it, and hold requests back
 * while it wakes this page.
 */
export class ConnectionDetailsListener {
  readonly #hub: Hub;
  readonly #addresses = new DnsAddresses();
  readonly #listening = new Map<number, (details: ResponseDetails) => undefined>();

  constructor(hub: Hub) {
    this.#hub = hub;
  }

  /** Called when DevTools was opened on a tab, or closed. */
  setListening(tabId: number, isOpen: boolean): void {
    const known = this.#listening.get(tabId);
    if ((known !== undefined) === isOpen) return;
    const { onHeadersReceived } = browser.webRequest;
    if (known !== undefined) {
      onHeadersReceived.removeListener(known);
      this.#listening.delete(tabId);
      return;
    }
    this.#addresses.forget(tabId);
    const listener = (details: ResponseDetails) => this.#take(details);
    this.#listening.set(tabId, listener);
    const filter = { urls: ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*'], tabId };
    onHeadersReceived.addListener(listener, filter, ['blocking']);
  }

  #take(details: ResponseDetails): undefined {
    const { tabId, requestId, url, fromCache, proxyInfo } = details;
    if (fromCache) return;
    // Both must be asked for now, before the request continues. Their results wait until the worker is ready.
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
    { tabId, url, method }: ResponseDetails,
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

  async #emitAddresses(tabId: number, host: string, asked: ReturnType<DnsAddresses['of']>): Promise<void> {
    const addresses = await asked;
    if (addresses === null) return;
    this.#hub.observe(tabId, [{ kind: 'resolution', source: 'webrequest', host, addresses }]);
  }
}
