import browser from 'webextension-polyfill';

/** Asked again after this: answers of DNS change. */
const FRESH = 60_000;
const MAX_HOSTS = 1_000;

/**
 * What Firefox' own resolver says of a host (permission `dns`). The page has just asked for it, so the answer lies in
 * the browser's cache: no other place is asked, and nothing goes out.
 */
export class Addresses {
  readonly #asked = new Map<string, number>();

  /** The addresses of a host that was not asked for lately in this tab; null when it was, or has none. */
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

  /** The tab's capture begins anew. */
  forget(tabId: number): void {
    for (const key of this.#asked.keys()) if (key.startsWith(`${tabId} `)) this.#asked.delete(key);
  }
}
