import { useEffect } from 'preact/hooks';
import { useStore } from '../store/context.ts';
import type { Store } from '../store/store.ts';
import { keepFocus } from './keep-focus.ts';

/**
 * Escape closes the details, then clears the selection. Other users of the key (a menu, the filter) stop its
 * propagation. An Escape that nothing uses is left to DevTools, which toggles its drawer with it, as in its own
 * panels.
 *
 * DevTools listens on the document of a panel and handles every Escape that arrives there, even one whose default
 * was prevented. So an Escape that was used must not arrive: the listener is on the element below the document.
 */
export function useEscape(): void {
  const store = useStore();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      // A dialog closes by itself, so its Escape keeps its default action.
      if (document.querySelector('dialog[open]') !== null) event.stopPropagation();
      else if (!event.defaultPrevented && closeOrDeselect(store)) {
        event.preventDefault();
        event.stopPropagation();
      }
    };
    const root = document.documentElement;
    root.addEventListener('keydown', onKeyDown);
    return () => root.removeEventListener('keydown', onKeyDown);
  }, [store]);
}

/** Closes the details or clears the selection; false when there was nothing to do. */
function closeOrDeselect(store: Store): boolean {
  if (store.detailsOpen.value && store.selection.value !== null) {
    keepFocus();
    store.detailsOpen.value = false;
  } else if (store.selection.value !== null) store.selection.value = null;
  else return false;
  return true;
}
