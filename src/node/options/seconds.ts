import { UsageError } from './common-options.ts';

/**
 * The number of seconds that `--timeout` has.
 * @throws UsageError
 */
export function secondsOf(timeout: string): number {
  const seconds = Number(timeout);
  if (seconds > 0 && seconds <= 3_600) return seconds;
  throw new UsageError(`--timeout takes a number of seconds up to 3600, not "${timeout}".`);
}
