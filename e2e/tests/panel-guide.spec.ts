import { readFile } from 'node:fs/promises';
import { expect, type Page } from 'playwright/test';
import { rows } from './panel-page/actions.ts';
import { test } from './panel-page/fixtures.ts';

/** A real Apache's 421, hidden by a real Chromium; recorded on 22 November 2026 at 23:20:18 UTC. */
const APACHE = new URL('../../src/sources/fixtures/servers/apache.netlog.json.gz', import.meta.url);

async function openApache(page: Page): Promise<void> {
  const buffer = await readFile(APACHE);
  await page.setInputFiles('input[type=file]', {
    name: 'apache.netlog.json.gz',
    mimeType: 'application/gzip',
    buffer,
  });
  await page.getByRole('button', { name: /1 misdirected/ }).click();
  await expect(rows(page)).toHaveCount(1);
}

const details = (page: Page) => page.getByRole('complementary', { name: 'Details' });
const steps = (page: Page) => details(page).locator('.guide-step');

test('the guide for a hidden misdirected request shows what is known, and the command for the first unknown step', async ({
  open,
}) => {
  const page = await open({ permissions: ['clipboard-read', 'clipboard-write'] });
  await openApache(page);
  await rows(page).first().click();
  await expect(details(page).getByRole('heading', { name: 'Step by step' })).toBeVisible();
  await expect(steps(page).locator('summary')).toHaveText([
    'Logs partly known',
    'Network known',
    'Credentials partly known',
    'Configuration known',
    'Updates known',
  ]);
  await expect(details(page).locator('.guide-step[open] > summary')).toHaveText(['Logs partly known']);

  const command =
    "grep -F 'AH02032' /var/log/apache2/error.log | grep -F 'b.site.localhost' | grep -E ':20:'";
  await expect(steps(page).first()).toContainText(command);
  await steps(page).first().getByRole('button', { name: 'Copy the command for: Logs' }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(command);

  await steps(page).nth(1).locator('summary').click();
  const network = steps(page).nth(1).locator('li');
  await expect(network.first()).toContainText(
    'opened for a.site.localhost:36511, the name in its handshake (SNI).',
  );
  await expect(network.first().locator('.certainty-observed')).toBeVisible();
  await steps(page).nth(4).locator('summary').click();
  await expect(steps(page).nth(4)).toContainText('The 421 names Apache httpd 2.4.71.');
});

test('the finding links to the guide; a successful request has none', async ({ open }) => {
  const page = await open();
  await openApache(page);
  await page.getByRole('tab', { name: /Findings/ }).click();
  await page.getByRole('button', { name: /Step by step/ }).click();
  await expect(steps(page)).toHaveCount(5);
  await page.getByRole('tab', { name: /Requests/ }).click();
  await page.getByRole('combobox').fill('status:404');
  await rows(page).first().click();
  await expect(details(page).getByRole('heading', { name: 'Request', exact: true })).toBeVisible();
  await expect(steps(page)).toHaveCount(0);
});
