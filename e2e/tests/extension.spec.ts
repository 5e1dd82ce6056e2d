import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'playwright/test';
import { Cdp } from '../drivers/cdp.ts';
import { launchChromium } from '../drivers/chromium.ts';
import { openPanel } from '../drivers/devtools-panel.ts';
import { ExtensionWorker } from '../drivers/extension-worker.ts';
import { setTheme } from '../drivers/find-devtools.ts';
import { clickToolbarButton } from '../drivers/toolbar-button.ts';
import { isPressed, keepsLog, press, toggleKeepLog } from '../panel/controls.ts';
import { exportFile } from '../panel/export-file.ts';
import { pathsInView } from '../panel/request-table.ts';
import { test } from './extension/fixtures.ts';

// The extension in the real DevTools: the worker and its pages together. Other tests compare what the panel shows of the
// shop with the lab's log.

test('the extension records a page, and continues after the worker was stopped', async ({
  chromium,
  lab,
  panel,
  worker,
  get,
}) => {
  const { page } = chromium;
  await page.goto(lab.url);
  await get(page, '/before');
  await expect.poll(() => pathsInView(panel)).toEqual(['/', '/before', '/blank.svg?one']);
  const slow = get(page, '/during', 'slow');
  await worker.stop();
  await get(page, '/after');
  await slow;
  const all = ['/', '/after', '/before', '/blank.svg?one', '/during'];
  await expect.poll(() => pathsInView(panel)).toEqual(all);
  // Once more, immediately after a request: what the panel received was stored before.
  await get(page, '/last');
  await worker.stop();
  await expect.poll(() => pathsInView(panel)).toEqual([...all, '/last'].sort());
  // The worker has everything, too: a new panel shows the same.
  await panel.evaluate('location.reload()');
  await expect.poll(() => pathsInView(panel)).toEqual([...all, '/last'].sort());
});

test('the panel shows requests from before DevTools was opened', async ({
  extensionDir,
  lab,
  panel,
  get,
}) => {
  const quiet = await launchChromium({ extensionDir, args: lab.chromiumArgs });
  try {
    const cdp = await Cdp.connect(quiet.endpoint);
    // A browser that has just started shows its first page before it has loaded the extension.
    const itsWorker = new ExtensionWorker(cdp, panel.extensionId);
    await expect(async () => {
      await quiet.page.goto(lab.url);
      const stored = await itsWorker.evaluate<object>('chrome.storage.session.get(null)');
      expect(Object.keys(stored).filter((key) => key.startsWith('tab'))).not.toEqual([]);
    }).toPass();
    await quiet.page.goto(`${lab.origin('www')}/two`);
    await get(quiet.page, '/early');
    const tab = (await cdp.targets()).find(({ type, url }) => type === 'page' && url.endsWith('/two'));
    await cdp.send('Target.openDevTools', { targetId: tab?.targetId ?? '' });
    await cdp.close();
    const late = await openPanel(quiet);
    await expect.poll(() => pathsInView(late)).toEqual(['/blank.svg?two', '/early', '/two']);
    await get(quiet.page, '/late');
    await expect.poll(() => pathsInView(late)).toEqual(['/blank.svg?two', '/early', '/late', '/two']);
    await late.close();
  } finally {
    await quiet.close();
  }
});

test('pause, clear and keep log', async ({ chromium, lab, panel, get }) => {
  const { page } = chromium;
  await page.goto(lab.url);
  await expect.poll(() => pathsInView(panel)).toEqual(['/', '/blank.svg?one']);

  await press(panel, 'Record');
  await expect.poll(() => isPressed(panel, 'Record')).toBe(false);
  await get(page, '/paused');
  await press(panel, 'Record');
  await expect.poll(() => isPressed(panel, 'Record')).toBe(true);
  await get(page, '/resumed');
  await expect.poll(() => pathsInView(panel)).toEqual(['/', '/blank.svg?one', '/resumed']);

  await press(panel, 'Clear');
  await expect.poll(() => pathsInView(panel)).toEqual([]);
  await get(page, '/cleared');
  await expect.poll(() => pathsInView(panel)).toEqual(['/cleared']);

  // Without keep log, a navigation removes the previous page and misses nothing of the new one.
  await page.goto(`${lab.origin('www')}/two`);
  await expect.poll(() => pathsInView(panel)).toEqual(['/blank.svg?two', '/two']);
  await page.reload();
  await get(page, '/reloaded');
  await expect.poll(() => pathsInView(panel)).toEqual(['/blank.svg?two', '/reloaded', '/two']);

  await toggleKeepLog(panel);
  await expect.poll(() => keepsLog(panel)).toBe(true);
  await page.goto(lab.url);
  const kept = ['/', '/blank.svg?one', '/blank.svg?two', '/reloaded', '/two'];
  await expect.poll(() => pathsInView(panel)).toEqual(kept);
});

test('a navigation still clears the capture when the worker is stopped during it', async ({
  chromium,
  lab,
  panel,
  worker,
}) => {
  const { page } = chromium;
  await page.goto(lab.url);
  await expect.poll(() => pathsInView(panel)).toEqual(['/', '/blank.svg?one']);
  const slow = page.goto(`${lab.origin('slow')}/next`);
  await expect.poll(() => lab.log.attempts.some(({ path }) => path === '/next')).toBe(true);
  await worker.stop();
  await slow;
  await expect.poll(() => pathsInView(panel)).toEqual(['/next']);
});

test('the panel follows a change of the DevTools theme', async ({ chromium, lab, panel }) => {
  await chromium.page.goto(lab.url);
  const look = () =>
    panel.evaluate(() => [
      document.documentElement.dataset.theme,
      getComputedStyle(document.documentElement).colorScheme,
    ]);
  await expect.poll(look).toEqual(['light', 'light']);
  await setTheme(panel.devtools, 'dark');
  await expect.poll(look).toEqual(['dark', 'dark']);
  await setTheme(panel.devtools, 'default');
  await expect.poll(look).toEqual(['light', 'light']);
});

test('two tabs have separate captures, and a closed one leaves nothing', async ({
  chromium,
  lab,
  panel,
  worker,
  get,
}) => {
  const { page } = chromium;
  await page.goto(lab.url);
  const other = await chromium.context.newPage();
  const otherPanel = await openPanel(chromium, { page: other });
  try {
    await other.goto(`${lab.origin('www')}/two`);
    await get(other, '/other');
    await get(page, '/mine');
    await expect.poll(() => pathsInView(otherPanel)).toEqual(['/blank.svg?two', '/other', '/two']);
    await press(otherPanel, 'Clear');
    await expect.poll(() => pathsInView(otherPanel)).toEqual([]);
    // A hidden panel does not draw.
    await page.bringToFront();
    await expect.poll(() => pathsInView(panel)).toEqual(['/', '/blank.svg?one', '/mine']);
  } finally {
    await otherPanel.close();
  }
  await other.close();
  const keys = () => worker.evaluate<string[]>(`chrome.storage.session.get(null).then(Object.keys)`);
  await expect.poll(async () => new Set((await keys()).map((key) => /^tab \d+/.exec(key)?.[0])).size).toBe(2);
});

test('the badge counts misdirected attempts, and the toolbar button opens the page for files', async ({
  chromium,
  lab,
  panel,
  worker,
  get,
}) => {
  const { page, context } = chromium;
  await page.goto(lab.url);
  await get(page, '/no', 'strict');
  const badge = `chrome.tabs.query({ active: true }).then(([tab]) => chrome.action.getBadgeText({ tabId: tab.id }))`;
  await expect.poll(() => worker.evaluate<string>(badge)).toBe('2');

  const folder = await mkdtemp(join(tmpdir(), 'coalescope-download-'));
  try {
    const file = await exportFile(panel, 'Report (JSON)', folder);
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ format: 'coalescope-report' });

    const opened = context.waitForEvent('page');
    await clickToolbarButton(panel.cdp, panel.extensionId, page);
    const files = await opened;
    await expect(files.getByRole('button', { name: 'Record' })).toHaveCount(0);
    await files.setInputFiles('input[type=file]', file);
    await expect(files.locator('body')).toContainText(/report|HAR/i);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
