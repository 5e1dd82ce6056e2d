import { useEffect } from 'preact/hooks';
import { useStore } from '../store/context.ts';
import { plural } from '../text/format.ts';

/** While typing, only the pause says how many requests are left. */
const AFTER_MS = 600;

/** Tells a screen reader how many requests pass the filter. */
export function useAnnounceMatches(): void {
  const { analysis, filterText, matching, notices } = useStore();
  const text = filterText.value;
  useEffect(() => {
    if (text === '') return;
    const timer = setTimeout(() => {
      const all = analysis.value?.requests.size ?? 0;
      const passing = matching.value?.size ?? all;
      notices.announce(
        `${passing} of ${plural(all, 'request')} ${passing === 1 ? 'matches' : 'match'} the filter.`,
      );
    }, AFTER_MS);
    return () => clearTimeout(timer);
  }, [text, analysis, matching, notices]);
}
