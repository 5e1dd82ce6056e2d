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
import { exportFile, pathsInView } from '../panel/panel-page.ts';
import { test } from './extension/fixtures.ts';

// The extension in the real DevTools: what the worker and its pages do together. What the panel says of the
// shop is held against the lab's log elsewhere.

test('records a page, and goes on where it was after the worker was stopped', async ({
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
  // Once more, at once after a request: nothing of it was written down later than told.
  await get(page, '/last');
  await worker.stop();
  await expect.poll(() => pathsInView(panel)).toEqual([...all, '/last'].sort());
  // The worker has it all as well, not only the panel: a new panel shows the same.
  await panel.evaluate('location.reload()');
  await expect.poll(() => pathsInView(panel)).toEqual([...all, '/last'].sort());
});

test('shows what the tab did before DevTools was opened', async ({ extensionDir, lab, panel, get }) => {
  const quiet = await launchChromium({ extensionDir, args: lab.chromiumArgs });
  try {
    const cdp = await Cdp.connect(quiet.endpoint);
    // A browser that just started shows its first page before it has loaded the extension.
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

  // Without keep log a navigation forgets the page before, and misses nothing of the new one.
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

test('a navigation during which the worker is stopped is a navigation all the same', async ({
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

test('follows DevTools when its theme changes', async ({ chromium, lab, panel }) => {
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

test('two tabs stay apart, and one that is closed leaves nothing', async ({
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
    // A panel that nobody sees does not draw.
    await page.bringToFront();
    await expect.poll(() => pathsInView(panel)).toEqual(['/', '/blank.svg?one', '/mine']);
  } finally {
    await otherPanel.close();
  }
  await other.close();
  const keys = () => worker.evaluate<string[]>(`chrome.storage.session.get(null).then(Object.keys)`);
  await expect.poll(async () => new Set((await keys()).map((key) => /^tab \d+/.exec(key)?.[0])).size).toBe(2);
});

test('the badge counts, and the toolbar button opens a page for files', async ({
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
