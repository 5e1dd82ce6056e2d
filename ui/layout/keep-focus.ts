/** Where the focus is at home: the table, the findings or, while there is nothing, what to do about that. */
const HOME = '[role=grid], .findings, .empty button';

/**
 * Call it when what has the focus is about to go (a notice is dismissed, the details close): once it has gone, the
 * focus goes home. Lost to the page, it would leave who uses the keyboard at the very beginning.
 */
export function keepFocus(): void {
  requestAnimationFrame(() => {
    const now = document.activeElement;
    if (now === null || now === document.body) document.querySelector<HTMLElement>(HOME)?.focus();
  });
}
