import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'playwright/test';
import type { Report } from '../../src/report/json/report.ts';
import { type DevToolsPanel, openPanel } from '../drivers/devtools-panel.ts';
import type { ExtensionWorker } from '../drivers/extension-worker.ts';
import type { Lab } from '../lab/lab.ts';
import { requestsOf } from '../lab/page-requests.ts';
import { shop } from '../lab/shop.ts';
import { hostName } from '../lab/site.ts';
import { certificateNames } from '../panel/connection-table.ts';
import { deepCapture, press, turnDeepCapture } from '../panel/controls.ts';
import { exportFile } from '../panel/export-file.ts';
import { pathsInView, readRequestRows } from '../panel/request-table.ts';
import { expectRowsToMatchLog } from '../panel/rows-match-log.ts';
import { settled } from '../panel/settled-page.ts';
import { test } from './extension/fixtures.ts';

// Deep capture: `chrome.debugger` together with the open DevTools. The browser's own bar is not tested here, because a
// headless browser does not show it; deep-capture.test.ts sends its event.

/** The number of tabs that the extension is attached to. The browser accepts its commands only for these. */
function attachedTabs(worker: ExtensionWorker): Promise<number> {
  return worker.evaluate<number>(`chrome.tabs.query({}).then(async (tabs) => {
    const attached = await Promise.all(tabs.map(({ id }) =>
      chrome.debugger.sendCommand({ tabId: id }, 'Runtime.evaluate', { expression: '1' }).then(() => 1, () => 0)));
    return attached.reduce((sum, one) => sum + one, 0);
  })`);
}

test('deep capture adds certificates, continues when the worker restarts, and ends when it is turned off or DevTools closes', async ({
  chromium,
  lab,
  panel,
  worker,
  get,
}) => {
  const { page } = chromium;
  await page.goto(lab.url);
  expect(await deepCapture(panel)).toBe('Deep');
  await turnDeepCapture(panel, 'on');
  await expect.poll(() => deepCapture(panel)).toBe('Deep: on');
  await page.reload();
  await expect.poll(() => pathsInView(panel)).toEqual(['/', '/blank.svg?one']);
  await expect.poll(() => certificateNames(panel)).toEqual(['*.plain.localhost']);

  await worker.stop();
  await get(page, '/after');
  await expect.poll(() => pathsInView(panel)).toEqual(['/', '/after', '/blank.svg?one']);
  expect(await deepCapture(panel)).toBe('Deep: on');
  expect(await attachedTabs(worker)).toBe(1);

  await turnDeepCapture(panel, 'off');
  await expect.poll(() => deepCapture(panel)).toBe('Deep');
  await expect.poll(() => attachedTabs(worker)).toBe(0);

  await turnDeepCapture(panel, 'on');
  await expect.poll(() => attachedTabs(worker)).toBe(1);
  await panel.cdp.send('Target.closeTarget', { targetId: panel.devtools.target.targetId });
  await expect.poll(() => attachedTabs(worker)).toBe(0);
});

test('each tab has its own deep capture, and closing one tab does not affect another', async ({
  chromium,
  lab,
  panel,
  worker,
}) => {
  await chromium.page.goto(lab.url);
  await turnDeepCapture(panel, 'on');
  const other = await chromium.context.newPage();
  const otherPanel = await openPanel(chromium, { page: other });
  await other.goto(`${lab.origin('www')}/two`);
  expect(await deepCapture(otherPanel)).toBe('Deep');
  await turnDeepCapture(otherPanel, 'on');
  await expect.poll(() => attachedTabs(worker)).toBe(2);
  await otherPanel.close();
  await other.close();
  await expect.poll(() => attachedTabs(worker)).toBe(1);
  await chromium.page.reload();
  await expect.poll(() => certificateNames(panel)).toEqual(['*.plain.localhost']);
});

test('deep capture reports that the browser stopped it, and can be turned on again', async ({
  chromium,
  lab,
  panel,
  worker,
}) => {
  const { page } = chromium;
  await page.goto(lab.url);
  await turnDeepCapture(panel, 'on');
  await expect.poll(() => deepCapture(panel)).toBe('Deep: on');
  // Extensions may not inspect the browser's own pages.
  await page.goto('chrome://version');
  await expect.poll(() => deepCapture(panel)).toBe('Deep: failed');
  expect(await panel.evaluate('document.body.textContent')).toContain('extensions may not inspect the page');
  expect(await attachedTabs(worker)).toBe(0);
  await page.goto(lab.url);
  await press(panel, 'Deep');
  await press(panel, 'Try again');
  await expect.poll(() => deepCapture(panel)).toBe('Deep: on');
  expect(await attachedTabs(worker)).toBe(1);
});

test.describe('deep capture of the shop', () => {
  test.use({ site: shop, roundTrip: 60 });

  test('finds the same hidden attempts, and the certificate of every connection', async ({
    chromium,
    lab,
    panel,
  }) => {
    await turnDeepCapture(panel, 'on');
    await expect.poll(() => deepCapture(panel)).toBe('Deep: on');
    await chromium.page.goto(lab.url);
    await settled(chromium.page, panel, lab.log);
    // The table shows every request with its attempts, including hidden ones.
    expectRowsToMatchLog(await readRequestRows(panel), lab.log);

    const { connections } = await exportReport(panel);
    const names = connections.map(({ openedFor, certificate }) => [openedFor, certificate?.names]);
    expect(Object.fromEntries(names)).toEqual(presentedNames(lab));
  });
});

/** The names that the lab presented to each origin for which a used connection was opened. */
function presentedNames({ site, log, origin }: Lab): Record<string, string[]> {
  const used = new Set(requestsOf(log).map((attempts) => attempts.at(-1)?.connection));
  const opened = log.connections.filter(({ connection }) => used.has(connection)).map(({ sni }) => sni);
  const hosts = site.hosts.filter((host) => opened.includes(hostName(site, host)));
  const named = hosts.map(({ name, certificate }) => {
    const names = site.certificates[certificate] ?? [];
    return [origin(name), names.map((each) => each.replace('{domain}', site.domain))] as const;
  });
  return Object.fromEntries(named);
}

async function exportReport(panel: DevToolsPanel): Promise<Report> {
  const folder = await mkdtemp(join(tmpdir(), 'coalescope-report-'));
  try {
    return JSON.parse(await readFile(await exportFile(panel, 'Report (JSON)', folder), 'utf8'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
