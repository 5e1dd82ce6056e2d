import { expect, test } from 'playwright/test';
import { findFirefox, noFirefox } from '../drivers/find-firefox.ts';
import { startFirefox } from './main-job/browser.ts';
import { testMainJob } from './main-job/story.ts';

test.describe.configure({ mode: 'default' });
// In CI a missing browser is a failure, and says so when it is started.
test.skip(findFirefox() === null && !process.env.CI, noFirefox);

// A 421 can come on a connection that Firefox opened for it alone: a 421 before had retired the one to share.
const running = testMainJob(startFirefox, { connectionsOf: 'all attempts' });

test('Firefox identifies no connections: the panel says that they are reconstructed', async () => {
  const { panel } = running().browser;
  const words = await panel.evaluate(() => document.body.textContent ?? '');
  expect(words).toContain('Reconstructed: the browser does not identify its connections');
});

test('what Firefox has not is not offered', async () => {
  const buttons = await running().browser.panel.evaluate(() =>
    [...document.querySelectorAll('button')].map((button) => button.textContent?.trim() ?? ''),
  );
  expect(buttons).toContain('Export');
  expect(buttons.filter((text) => /^(Deep|Ground truth)/.test(text))).toEqual([]);
});
