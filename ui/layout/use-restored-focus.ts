import { useEffect } from 'preact/hooks';

/**
 * Restores the focused element when the panel gets the focus back. A DevTools panel is a frame in another process:
 * when the focus leaves it (for DevTools' drawer, for example), Chromium forgets which element had it, and returns
 * the focus to none.
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
