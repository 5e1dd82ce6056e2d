import { useEffect } from 'preact/hooks';

/**
 * Puts the focus back where it was when the panel gets it again. A panel of DevTools is a frame of another process:
 * when the focus goes elsewhere (DevTools' drawer, say), Chromium forgets what had it in here, and gives it back to
 * nothing.
 */
export function useRestoredFocus(): void {
  useEffect(() => {
    let last: HTMLElement | null = null;
    const onFocusIn = ({ target }: FocusEvent) => {
      if (target instanceof HTMLElement) last = target;
    };
    const onReturn = () => {
      if (document.activeElement === document.body) last?.focus({ preventScroll: true });
    };
    document.addEventListener('focusin', onFocusIn);
    window.addEventListener('focus', onReturn);
    return () => {
      document.removeEventListener('focusin', onFocusIn);
      window.removeEventListener('focus', onReturn);
    };
  }, []);
}
