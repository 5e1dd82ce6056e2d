import type { LabLog } from './log.ts';

/** The number of requests that the lab's page sent. A request may have several attempts. */
export function requestCount(log: LabLog): number {
  return requestsOf(log).length;
}

/** DevTools itself requests this on the page's connection. It is not a request of the page; no source reports it. */
const REQUESTED_BY_DEVTOOLS = '/.well-known/appspecific/com.chrome.devtools.json';

/** Groups the lab's log by request. The browser re-sends a request once after a 421, so two attempts are one request. */
export function requestsOf({ attempts }: LabLog): LabLog['attempts'][] {
  const waiting = new Map<string, LabLog['attempts']>();
  const requests: LabLog['attempts'][] = [];
  for (const attempt of attempts) {
    if (attempt.path === REQUESTED_BY_DEVTOOLS) continue;
    const key = `${attempt.method} ${attempt.host} ${attempt.path}`;
    const first = waiting.get(key);
    if (first !== undefined) {
      first.push(attempt);
      waiting.delete(key);
      continue;
    }
    const request = [attempt];
    requests.push(request);
    if (attempt.status === 421) waiting.set(key, request);
  }
  return requests;
}
