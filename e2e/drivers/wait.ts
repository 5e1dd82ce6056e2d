const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Calls `ask` until it returns something other than undefined, null or false, without an exception, and returns that.
 * @param message names what is awaited, for the error: "the panel"
 * @param timeout ms
 */
export async function waitUntil<T>(
  ask: () => Promise<T | undefined | null | false>,
  message: string,
  timeout = 15_000,
): Promise<T> {
  const end = performance.now() + timeout;
  let last: unknown;
  do {
    try {
      const answer = await ask();
      if (answer !== undefined && answer !== null && answer !== false) return answer;
      last = answer;
    } catch (error) {
      last = error;
    }
    await pause(50);
  } while (performance.now() < end);
  throw new Error(`${message}: not within ${timeout} ms (last: ${String(last)})`);
}
