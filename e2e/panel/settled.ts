import type { Panel } from '../drivers/panel.ts';
import { waitUntil } from '../drivers/wait.ts';
import type { LabLog } from '../lab/log.ts';
import { readNetworkRows } from './panel-page.ts';

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

/** The inspected page, in any browser. */
export interface LoadedPage {
  waitForFunction(code: () => boolean): Promise<unknown>;
  evaluate<T>(code: () => T): Promise<T>;
}

/**
 * Waits until the page has finished and the panel shows all of its requests with their connections: webRequest reports a
 * request immediately, but DevTools reports its connection only when the entry is complete.
 */
export async function settled(page: LoadedPage, panel: Panel, log: LabLog): Promise<void> {
  await page.waitForFunction(() => document.documentElement.dataset.done !== undefined);
  const done = await page.evaluate(() => document.documentElement.dataset.done);
  if (done !== 'true') throw new Error(`the lab’s page failed: ${done}`);
  await waitUntil(
    async () => {
      const rows = await readNetworkRows(panel);
      return rows.length === requestCount(log) && rows.every(({ connection }) => connection !== '');
    },
    `${requestCount(log)} requests with their connections in the panel`,
  );
}
