import type { Panel } from '../drivers/panel.ts';
import { waitUntil } from '../drivers/wait.ts';
import type { LabLog } from '../lab/log.ts';
import { readNetworkRows } from './panel-page.ts';

/** How many requests the lab's page made: each ends with the last of its attempts. */
export function requestCount(log: LabLog): number {
  return requestsOf(log).length;
}

/** DevTools itself asks for it, on the page's connection; it is no request of the page and no source tells it. */
const ASKED_BY_DEVTOOLS = '/.well-known/appspecific/com.chrome.devtools.json';

/** The lab's log by request of the page: the browser re-sends after a 421 once, so two attempts are one request. */
export function requestsOf({ attempts }: LabLog): LabLog['attempts'][] {
  const waiting = new Map<string, LabLog['attempts']>();
  const requests: LabLog['attempts'][] = [];
  for (const attempt of attempts) {
    if (attempt.path === ASKED_BY_DEVTOOLS) continue;
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

/** The inspected page, in whichever browser. */
export interface LoadedPage {
  waitForFunction(code: () => boolean): Promise<unknown>;
  evaluate<T>(code: () => T): Promise<T>;
}

/**
 * Waits until the page has done all it does and the panel has heard all of it: webRequest tells of a request at
 * once, DevTools of its connection only when its entry is complete.
 */
export async function settled(page: LoadedPage, panel: Panel, log: LabLog): Promise<void> {
  await page.waitForFunction(() => document.documentElement.dataset.done !== undefined);
  const done = await page.evaluate(() => document.documentElement.dataset.done);
  if (done !== 'true') throw new Error(`the lab’s page broke off: ${done}`);
  await waitUntil(
    async () => {
      const rows = await readNetworkRows(panel);
      return rows.length === requestCount(log) && rows.every(({ connection }) => connection !== '');
    },
    `${requestCount(log)} requests with their connections in the panel`,
  );
}
