import { useEffect, useState } from 'preact/hooks';

/** From 700 pixels on there is room for the details beside the table. */
const QUERY = '(max-width: 699px)';

/** True where the panel is too narrow for two panes side by side. */
export function useNarrow(): boolean {
  const [narrow, setNarrow] = useState(() => matchMedia(QUERY).matches);
  useEffect(() => {
    const media = matchMedia(QUERY);
    const onChange = () => setNarrow(media.matches);
    media.addEventListener('change', onChange);
    return () => media.removeEventListener('change', onChange);
  }, []);
  return narrow;
}
