/** Where the focus falls back to: the table, the findings or the empty state's button. */
const FALLBACK = '[role=grid], .findings, .empty button';

/**
 * Call it before the focused element is removed (a notice is dismissed, the details close): afterwards the focus
 * moves to the main view. Otherwise the page would get it, and keyboard users would start at the top again.
 */
export function keepFocus(): void {
  requestAnimationFrame(() => {
    const now = document.activeElement;
    if (now === null || now === document.body) document.querySelector<HTMLElement>(FALLBACK)?.focus();
  });
}
