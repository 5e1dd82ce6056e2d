import { createRequire } from 'node:module';
import { expect, type Page } from 'playwright/test';
import { choose, openSmall, rows } from './panel-page/actions.ts';
import { test } from './panel-page/fixtures.ts';
import { har, harEntry } from './panel-page/har-entries.ts';

const AXE = createRequire(import.meta.url).resolve('axe-core');

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

test('a HAR is read, and every number selects what it counts', async ({ open }) => {
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
});

test('markup in any string of a HAR is shown and never executed', async ({ open }) => {
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
  // Without the page's content security policy, so that only the panel itself prevents execution.
  const page = await open({ bypassCSP: true });
  await choose(page, [`${markup}.har`, har(entries, markup)]);
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
});

for (const theme of ['light', 'dark'] as const) {
  test(`no serious accessibility violation, ${theme}`, async ({ open }) => {
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
  });
}

test('everything can be reached and left by keyboard', async ({ open }) => {
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
});

test('a selection in the timeline selects the row in the table', async ({ open }) => {
  const page = await open();
  await openSmall(page);
  await rows(page).nth(1).click();
  const timeline = page.locator('.timeline-pane [tabindex="0"]').first();
  await timeline.focus();
  await page.keyboard.press('ArrowRight');
  await expect(rows(page).nth(2)).toHaveAttribute('aria-selected', 'true');
});

test('at 400 pixels nothing is cut off, and the details are a sheet that Escape closes', async ({ open }) => {
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
});
