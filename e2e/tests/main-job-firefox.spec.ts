import { expect, test } from 'playwright/test';
import { findFirefox, noFirefox } from '../drivers/find-firefox.ts';
import { startFirefox } from './main-job/browsers.ts';
import { testMainJob } from './main-job/main-job-tests.ts';

test.describe.configure({ mode: 'default' });
// In CI a missing browser is a failure: starting it reports the reason.
test.skip(findFirefox() === null && !process.env.CI, noFirefox);

// A 421 can arrive on a connection that Firefox opened for that request alone, because an earlier 421 had retired the
// shared one.
const running = testMainJob(startFirefox, { connectionsOf: 'all attempts' });

test('the panel says that it reconstructs the connections, because Firefox does not identify them', async () => {
  const { panel } = running().browser;
  const words = await panel.evaluate(() => document.body.textContent ?? '');
  expect(words).toContain('Reconstructed: the browser does not identify its connections');
});

test('the panel does not offer what Firefox lacks', async () => {
  const buttons = await running().browser.panel.evaluate(() =>
    [...document.querySelectorAll('button')].map((button) => button.textContent?.trim() ?? ''),
  );
  expect(buttons).toContain('Export');
  expect(buttons.filter((text) => /^(Deep|Ground truth)/.test(text))).toEqual([]);
});
