export type Profile = 'normal' | 'incognito';

/**
 * Which tabs are incognito. The manifest says "spanning": one worker sees both kinds of window (where the user allows
 * the extension in incognito at all; Firefox has no other way), but they share no connection, and what one kind does
 * is no business of the other. Chrome's webRequest does not tell them apart; its tabs do.
 */
export class Profiles {
  readonly #incognito = new Map<number, boolean>();

  opened(tabId: number, incognito: boolean): void {
    this.#incognito.set(tabId, incognito);
  }

  closed(tabId: number): void {
    this.#incognito.delete(tabId);
  }

  /** Null when it is not known. What no tab sent (-1) is so while there is an incognito tab: it may be either's. */
  of(tabId: number): Profile | null {
    if (tabId < 0) return [...this.#incognito.values()].includes(true) ? null : 'normal';
    const incognito = this.#incognito.get(tabId);
    return incognito === undefined ? null : incognito ? 'incognito' : 'normal';
  }
}
