import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { expect, test } from 'playwright/test';
import { Cdp } from '../drivers/cdp.ts';
import { type Chromium, launchChromium } from '../drivers/chromium.ts';
import { type DevToolsPanel, openPanel } from '../drivers/devtools-panel.ts';
import { buildExtension } from '../drivers/extension.ts';
import { ExtensionWorker } from '../drivers/extension-worker.ts';
import { findChromium, noChromium } from '../drivers/find-chromium.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { certificateNames } from '../panel/connections.ts';
import {
  deepCapture,
  isPressed,
  keepsLog,
  press,
  toggleKeepLog,
  turnDeepCapture,
} from '../panel/controls.ts';
import { exportFile, pathsInView } from '../panel/panel-page.ts';
import { plainSite } from './extension/plain-site.ts';

// The extension in the real DevTools: what the worker and its pages do together. What the panel says of the
// shop is held against the lab's log elsewhere.

test.skip(findChromium() === null, noChromium);

let extensionDir: string;
let lab: Lab;
let browser: Chromium;
let panel: DevToolsPanel;
let worker: ExtensionWorker;

test.beforeAll(async () => {
  extensionDir = await buildExtension();
});

test.beforeEach(async () => {
  lab = await startLab({ site: plainSite });
  browser = await launchChromium({ extensionDir, devtools: true, args: lab.chromiumArgs });
  panel = await openPanel(browser);
  worker = new ExtensionWorker(panel.cdp, panel.extensionId);
});

test.afterEach(async () => {
  await panel?.close();
  await browser?.close();
  await lab?.close();
});

/** Makes the page request this, and waits for the answer. */
async function get(page: Page, path: string, host = 'www'): Promise<void> {
  await page.evaluate(
    (url) => fetch(url, { credentials: 'include' }).then((answer) => answer.text()),
    lab.origin(host) + path,
  );
}

test('records a page, and goes on where it was after the worker was stopped', async () => {
  const { page } = browser;
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

test('shows what the tab did before DevTools was opened', async () => {
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

test('pause, clear and keep log', async () => {
  const { page } = browser;
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

test('a navigation during which the worker is stopped is a navigation all the same', async () => {
  const { page } = browser;
  await page.goto(lab.url);
  await expect.poll(() => pathsInView(panel)).toEqual(['/', '/blank.svg?one']);
  const slow = page.goto(`${lab.origin('slow')}/next`);
  await expect.poll(() => lab.log.attempts.some(({ path }) => path === '/next')).toBe(true);
  await worker.stop();
  await slow;
  await expect.poll(() => pathsInView(panel)).toEqual(['/next']);
});

test('deep capture adds certificates, outlives the worker, and ends when it is turned off', async () => {
  const { page } = browser;
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
  expect(await isDebugged()).toBe(true);

  await turnDeepCapture(panel, 'off');
  await expect.poll(() => deepCapture(panel)).toBe('Deep');
  await expect.poll(isDebugged).toBe(false);

  // It ends with DevTools, too.
  await turnDeepCapture(panel, 'on');
  await expect.poll(isDebugged).toBe(true);
  await panel.cdp.send('Target.closeTarget', { targetId: panel.devtools.target.targetId });
  await expect.poll(isDebugged).toBe(false);
});

/** Whether the extension is attached: only then does the browser take a command of it. */
function isDebugged(): Promise<boolean> {
  return worker.evaluate<boolean>(`chrome.tabs.query({}).then(async (tabs) => {
    const attached = await Promise.all(tabs.map(({ id }) =>
      chrome.debugger.sendCommand({ tabId: id }, 'Runtime.evaluate', { expression: '1' }).then(() => true, () => false)));
    return attached.includes(true);
  })`);
}

test('two tabs stay apart, and one that is closed leaves nothing', async () => {
  const { page } = browser;
  await page.goto(lab.url);
  const other = await browser.context.newPage();
  const otherPanel = await openPanel(browser, { page: other });
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

test('the badge counts, and a page of the extension takes files', async () => {
  const { page, context } = browser;
  await page.goto(lab.url);
  await get(page, '/no', 'strict');
  const badge = `chrome.tabs.query({ active: true }).then(([tab]) => chrome.action.getBadgeText({ tabId: tab.id }))`;
  await expect.poll(() => worker.evaluate<string>(badge)).toBe('2');

  const folder = await mkdtemp(join(tmpdir(), 'coalescope-download-'));
  try {
    const file = await exportFile(panel, 'Report (JSON)', folder);
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ format: 'coalescope-report' });

    const files = await context.newPage();
    await files.goto(`chrome-extension://${panel.extensionId}/extension/page/page.html`);
    await expect(files.getByRole('button', { name: 'Record' })).toHaveCount(0);
    await files.setInputFiles('input[type=file]', file);
    await expect(files.locator('body')).toContainText(/report|HAR/i);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
