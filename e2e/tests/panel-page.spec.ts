import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { type Browser, type BrowserContextOptions, chromium, expect, type Page, test } from 'playwright/test';
import { findChromium, noChromium } from '../drivers/find-chromium.ts';
import { type PageShell, servePageShell } from '../drivers/page-shell.ts';
import { har, harEntry, smallHar } from './panel-page/hars.ts';

const AXE = createRequire(import.meta.url).resolve('axe-core');
const executablePath = findChromium();

let shell: PageShell;
let browser: Browser;

test.skip(executablePath === null, noChromium);

test.beforeAll(async () => {
  shell = await servePageShell();
  browser = await chromium.launch({ executablePath: executablePath ?? '', args: ['--no-sandbox'] });
});

test.afterAll(async () => {
  await browser.close();
  await shell.close();
});

async function open(
  options: BrowserContextOptions & { theme?: 'light' | 'dark'; path?: string } = {},
): Promise<Page> {
  const { theme = 'light', path = '', ...context } = options;
  const page = await browser.newPage({ viewport: { width: 1200, height: 800 }, ...context });
  page.on('pageerror', (error) => {
    throw error;
  });
  await page.goto(`${shell.url}?theme=${theme}${path}`);
  return page;
}

async function drop(page: Page, ...files: readonly [name: string, text: string][]): Promise<void> {
  await page.setInputFiles(
    'input[type=file]',
    files.map(([name, text]) => ({ name, mimeType: 'application/json', buffer: Buffer.from(text) })),
  );
}

async function openSmall(page: Page): Promise<void> {
  await drop(page, ['small.har', smallHar()]);
  await expect(page.getByRole('grid', { name: 'Requests' })).toBeVisible();
}

/** The annotated HAR, saved by keyboard. */
async function exported(page: Page, name?: string): Promise<string> {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export' }).click();
  await page.keyboard.press('Enter');
  const saved = await download;
  if (name !== undefined) expect(saved.suggestedFilename()).toBe(name);
  return readFile(await saved.path(), 'utf8');
}

async function fixture(name: string): Promise<[name: string, base64: string]> {
  const file = new URL(`../../src/sources/fixtures/chromium/${name}`, import.meta.url);
  return [name, (await readFile(file)).toString('base64')];
}

const rows = (page: Page) => page.locator('.grid-body [role=row]');

async function seriousViolations(page: Page): Promise<string[]> {
  await page.addScriptTag({ path: AXE });
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') };
    const { violations } = await axe.run(document);
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
  });
}

test('a HAR is read and every number shows what it counts', async () => {
  const page = await open();
  await openSmall(page);
  await expect(page.getByText('Showing small.har')).toBeVisible();
  await expect(rows(page)).toHaveCount(5);
  await page.getByRole('button', { name: /misdirected/ }).click();
  await expect(rows(page)).toHaveCount(1);
  await expect(page.getByRole('button', { name: '1 of 5 requests' })).toBeVisible();
  await rows(page).first().click();
  const details = page.getByRole('complementary', { name: 'Details' });
  await expect(details.getByRole('heading', { name: '2 attempts' })).toBeVisible();
  await expect(details.getByRole('button', { name: /derived/ }).first()).toBeVisible();
  await page.close();
});

test('markup in every string of a HAR is shown and never run', async () => {
  const markup = `"'><img src=x onerror="window.canary=1"><script>window.canary=1</script>\u202e`;
  const entries = [200, 421, 0, 404].map((status, index) =>
    harEntry(index, {
      status,
      text: markup,
      body: markup,
      method: `GET${markup}`,
      connection: `c${markup}`,
      url: `https://a${index}.shop.test/${markup}?javascript:window.canary=1`,
    }),
  );
  entries.push(harEntry(9, { url: `javascript:window.canary=1//${markup}` }));
  entries.push(harEntry(10, { url: `https://shop${markup}.test/` }));
  // Without the page's policy, so that only the panel itself stands between the markup and its running.
  const page = await open({ bypassCSP: true });
  await drop(page, [`${markup}.har`, har(entries, markup)]);
  await expect(rows(page)).toHaveCount(entries.length);
  for (let index = 0; index < entries.length; index++) {
    await rows(page).nth(index).click();
    for (const summary of await page.locator('.details summary').all()) await summary.click();
  }
  await page.getByRole('tab', { name: 'Connections', exact: true }).click();
  await rows(page).first().click();
  await page.getByRole('tab', { name: 'Findings' }).click();
  expect(await page.evaluate(() => 'canary' in window)).toBe(false);
  expect(await page.locator('img, iframe, object, #panel script').count()).toBe(0);
  const links = await page
    .locator('[href]')
    .evaluateAll((all) => all.map((link) => link.getAttribute('href')));
  expect(links.filter((href) => /^\s*(javascript|data):/i.test(href ?? ''))).toEqual([]);
  expect(await page.locator('#panel').textContent()).not.toContain('\u202e');
  await page.close();
});

for (const theme of ['light', 'dark'] as const) {
  test(`no serious accessibility violation, ${theme}`, async () => {
    const page = await open({ theme, bypassCSP: true });
    expect(await seriousViolations(page)).toEqual([]);
    await openSmall(page);
    await rows(page).nth(3).click();
    expect(await seriousViolations(page)).toEqual([]);
    await page.getByRole('tab', { name: 'Connections', exact: true }).click();
    await rows(page).first().click();
    expect(await seriousViolations(page)).toEqual([]);
    await page.getByRole('tab', { name: /Findings/ }).click();
    await page.getByRole('button', { name: 'Export' }).click();
    expect(await seriousViolations(page)).toEqual([]);
    await page
      .getByRole('menuitem', { name: /cookies and bodies/ })
      .last()
      .click();
    expect(await seriousViolations(page)).toEqual([]);
    await page.close();
  });
}

test('everything is reached and left by keyboard alone', async () => {
  const page = await open();
  await openSmall(page);
  await page.keyboard.press('/');
  await expect(page.getByRole('combobox', { name: 'Filter requests' })).toBeFocused();
  await page.keyboard.type('st');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.keyboard.type('4xx');
  await expect(rows(page)).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('combobox', { name: 'Filter requests' })).toHaveValue('');
  const grid = page.getByRole('grid', { name: 'Requests' });
  for (
    let presses = 0;
    presses < 40 && !(await grid.evaluate((it) => it === document.activeElement));
    presses++
  ) {
    await page.keyboard.press('Tab');
  }
  await expect(grid).toBeFocused();
  await page.keyboard.press('End');
  await expect(rows(page).last()).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('ArrowUp');
  await expect(rows(page).nth(3)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  const details = page.getByRole('complementary', { name: 'Details' });
  await expect(details).toContainText('old.shop.test');
  await page.keyboard.press('Escape');
  await expect(details).toBeHidden();
  await expect(grid).toBeFocused();
  await page.close();
});

test('selecting in the timeline selects in the table', async () => {
  const page = await open();
  await openSmall(page);
  await rows(page).nth(1).click();
  const timeline = page.locator('.timeline-pane [tabindex="0"]').first();
  await timeline.focus();
  await page.keyboard.press('ArrowRight');
  await expect(rows(page).nth(2)).toHaveAttribute('aria-selected', 'true');
  await page.close();
});

test('at 400 pixels nothing is cut off, and the details are a sheet that Escape closes', async () => {
  const page = await open({ viewport: { width: 400, height: 640 } });
  await openSmall(page);
  const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(await overflow()).toBeLessThanOrEqual(0);
  await rows(page).nth(3).click();
  const details = page.getByRole('complementary', { name: 'Details' });
  const box = await details.boundingBox();
  expect(box?.width).toBe(400);
  expect(await overflow()).toBeLessThanOrEqual(0);
  await page.keyboard.press('Escape');
  await expect(details).toBeHidden();
  await expect(page.getByRole('grid')).toBeFocused();
  await page.close();
});

test('a big file shows its progress and can be canceled at once', async () => {
  const page = await open();
  const entries = Array.from({ length: 20_000 }, (_, index) => harEntry(index, { body: 'x'.repeat(1_000) }));
  const file = test.info().outputPath('big.har');
  await writeFile(file, har(entries));
  await page.setInputFiles('input[type=file]', file);
  await expect(page.getByRole('progressbar', { name: /big\.har/ })).toBeVisible();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('progressbar')).toBeHidden({ timeout: 1_000 });
  await expect(page.getByRole('heading', { name: 'Open a capture' })).toBeVisible();
  await page.setInputFiles('input[type=file]', file);
  await expect(page.getByRole('button', { name: '20,000 requests' })).toBeVisible({ timeout: 60_000 });
  expect(await rows(page).count()).toBeLessThan(100);
  const grid = page.getByRole('grid', { name: 'Requests' });
  await expect(grid).toHaveAttribute('aria-rowcount', '20001');
  await grid.focus();
  await page.keyboard.press('End');
  await expect(rows(page).last()).toHaveAttribute('aria-rowindex', '20001');
  await page.close();
});

test('what cannot be read is said in words, and what could be is shown', async () => {
  const page = await open();
  await drop(page, ['notes.txt', 'Dear diary']);
  await expect(page.getByRole('alert')).toContainText('notes.txt could not be opened');
  await drop(page, ['cut.har', smallHar().slice(0, -900)]);
  await expect(rows(page).first()).toBeVisible();
  await expect(page.locator('.notice-warning')).toContainText('cut.har: not all of it could be read');
  await page.close();
});

test('a NetLog and a HAR of the same run, dropped together, are one capture', async () => {
  const page = await open();
  const files = await Promise.all(['101.har.json.gz', '101.netlog.json.gz'].map(fixture));
  await page.evaluate((packed) => {
    const transfer = new DataTransfer();
    for (const [name, base64] of packed) {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      transfer.items.add(new File([bytes], name));
    }
    document.body.dispatchEvent(
      new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }),
    );
  }, files);
  await expect(page.getByText('101.har.json.gz + 101.netlog.json.gz')).toBeVisible();
  const summary = page.getByRole('region', { name: 'Summary' });
  await expect(summary).toContainText(/NetLog \+ HAR|HAR \+ NetLog/);
  await expect(summary).toContainText(/misdirected \(\d+ hidden\)/);
  await page.close();
});

test('the sample opens by its address and comes back from its own export', async () => {
  const page = await open({ path: '#sample' });
  await expect(page.getByText('Showing the built-in sample')).toBeVisible();
  const summary = page.getByRole('region', { name: 'Summary' }).getByRole('button');
  const numbers = await summary.allTextContents();
  const text = await exported(page);
  await drop(page, ['again.har', text]);
  await expect(page.getByText('Showing again.har')).toBeVisible();
  expect(await summary.allTextContents()).toEqual(numbers);
  await page.close();
});

test('an exported HAR comes back with the same numbers', async () => {
  const page = await open();
  await openSmall(page);
  const summary = await page.getByRole('region', { name: 'Summary' }).getByRole('button').allTextContents();
  const text = await exported(page, 'small.coalescope.har');
  expect(text).not.toContain('size=2');
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await drop(page, ['again.har', text]);
  await expect(rows(page)).toHaveCount(5);
  expect(await page.getByRole('region', { name: 'Summary' }).getByRole('button').allTextContents()).toEqual(
    summary,
  );
  await page.close();
});
