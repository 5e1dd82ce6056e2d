import { useEffect } from 'preact/hooks';
import { useStore } from '../store/context.ts';
import type { Store } from '../store/store.ts';
import { keepFocus } from './keep-focus.ts';

/**
 * Escape closes the details, then lets go of the selection; what else uses it (a menu, the filter) stops it
 * before it comes here. One that nobody needs is left to DevTools, which opens and closes its drawer with it, as
 * in panels of its own.
 *
 * DevTools listens on the document of a panel and takes every Escape that arrives there, also one that was
 * prevented. So what was used must not arrive: the listener stands one step before it.
 */
export function useEscape(): void {
  const store = useStore();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      // A dialog closes by itself, so its Escape keeps what it does by default.
      if (document.querySelector('dialog[open]') !== null) event.stopPropagation();
      else if (!event.defaultPrevented && leave(store)) {
        event.preventDefault();
        event.stopPropagation();
      }
    };
    const before = document.documentElement;
    before.addEventListener('keydown', onKeyDown);
    return () => before.removeEventListener('keydown', onKeyDown);
  }, [store]);
}

/** Closes what is open; false when there was nothing to close. */
function leave(store: Store): boolean {
  if (store.detailsOpen.value && store.selection.value !== null) {
    keepFocus();
    store.detailsOpen.value = false;
  } else if (store.selection.value !== null) store.selection.value = null;
  else return false;
  return true;
}
