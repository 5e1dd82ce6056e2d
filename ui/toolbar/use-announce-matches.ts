import { useEffect } from 'preact/hooks';
import { useStore } from '../store/context.ts';
import { plural } from '../text/format.ts';

/** The announcement waits for a pause in typing. */
const AFTER_MS = 600;

/** Announces to screen readers how many requests match the filter. */
export function useAnnounceMatches(): void {
  const { analysis, filterText, matching, notices } = useStore();
  const text = filterText.value;
  useEffect(() => {
    if (text === '') return;
    const timer = setTimeout(() => {
      const all = analysis.value?.requests.size ?? 0;
      const matches = matching.value?.size ?? all;
      notices.announce(
        `${matches} of ${plural(all, 'request')} ${matches === 1 ? 'matches' : 'match'} the filter.`,
      );
    }, AFTER_MS);
    return () => clearTimeout(timer);
  }, [text, analysis, matching, notices]);
}
