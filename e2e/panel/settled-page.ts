import type { Panel } from '../drivers/panel.ts';
import { waitUntil } from '../drivers/wait.ts';
import type { LabLog } from '../lab/log.ts';
import { requestCount } from '../lab/page-requests.ts';
import { readNetworkRows } from './request-table.ts';

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
