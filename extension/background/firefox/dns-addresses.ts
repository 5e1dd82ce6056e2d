import browser from 'webextension-polyfill';

/** A host is asked for again after this time (ms), because DNS answers change. */
const FRESH = 60_000;
const MAX_HOSTS = 1_000;

/**
 * The addresses that Firefox's own resolver has for a host (permission `dns`). The page has just resolved the host, so
 * the answer is in the browser's cache. `offline` restricts the lookup to that cache: nothing is sent.
 */
export class DnsAddresses {
  readonly #asked = new Map<string, number>();

  /** The addresses of a host; null when it has none, or when this tab asked for it in the last minute. */
  async of(tabId: number, host: string, now: number): Promise<readonly string[] | null> {
    const key = `${tabId} ${host}`;
    const last = this.#asked.get(key);
    if (last !== undefined && now - last < FRESH) return null;
    this.#asked.delete(key);
    this.#asked.set(key, now);
    const oldest = this.#asked.size > MAX_HOSTS ? this.#asked.keys().next().value : undefined;
    if (oldest !== undefined) this.#asked.delete(oldest);
    const [answer] = await Promise.allSettled([browser.dns.resolve(host, ['offline'])]);
    return answer.status === 'fulfilled' && answer.value.addresses.length > 0 ? answer.value.addresses : null;
  }

  /** The capture of the tab starts over. */
  forget(tabId: number): void {
    for (const key of this.#asked.keys()) if (key.startsWith(`${tabId} `)) this.#asked.delete(key);
  }
}
