import { useEffect, useState } from 'preact/hooks';

/** True once `now` has been true for a while: what is over at once is not worth a word. */
export function useTrueFor(now: boolean, ms: number): boolean {
  const [lasting, setLasting] = useState(false);
  useEffect(() => {
    if (!now) {
      setLasting(false);
      return;
    }
    const timer = setTimeout(() => setLasting(true), ms);
    return () => clearTimeout(timer);
  }, [now, ms]);
  return now && lasting;
}
