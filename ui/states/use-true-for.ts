import { useEffect, useState } from 'preact/hooks';

/** True once `condition` has been true for `ms`: a shorter state is not reported. */
export function useTrueFor(condition: boolean, ms: number): boolean {
  const [lasting, setLasting] = useState(false);
  useEffect(() => {
    if (!condition) {
      setLasting(false);
      return;
    }
    const timer = setTimeout(() => setLasting(true), ms);
    return () => clearTimeout(timer);
  }, [condition, ms]);
  return condition && lasting;
}
