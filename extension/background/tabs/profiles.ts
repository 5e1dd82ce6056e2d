export type Profile = 'normal' | 'incognito';

/**
 * Which tabs are incognito. With `"incognito": "spanning"` in the manifest, one worker sees both kinds of window, where
 * the user allows the extension in incognito windows (Firefox supports no other mode). The two kinds share no
 * connection, and neither may learn what the other does. Chrome's webRequest does not distinguish them; its tabs do.
 */
export class Profiles {
  readonly #incognito = new Map<number, boolean>();

  opened(tabId: number, incognito: boolean): void {
    this.#incognito.set(tabId, incognito);
  }

  closed(tabId: number): void {
    this.#incognito.delete(tabId);
  }

  /** Null when unknown. A request that no tab sent (-1) is unknown while an incognito tab is open: it may be of either. */
  of(tabId: number): Profile | null {
    if (tabId < 0) return [...this.#incognito.values()].includes(true) ? null : 'normal';
    const incognito = this.#incognito.get(tabId);
    return incognito === undefined ? null : incognito ? 'incognito' : 'normal';
  }
}
