import { expect, test } from 'vitest';
import { FakeBrowser, FakeDevTools, settle } from '../testing/fake-browser.ts';
import { useFakeTime } from '../testing/fake-time.ts';
import { RECONNECT_GRACE } from './tabs/devtools-presence.ts';

useFakeTime();

const A = 'https://a.test/';

test('the badge counts misdirected attempts, and disappears when DevTools closes', async () => {
  const browser = new FakeBrowser();
  const devtools = new FakeDevTools(browser, 1);
  await settle(2_000);
  devtools.feed.record([
    {
      kind: 'request',
      source: 'har',
      key: 'd1',
      url: A,
      method: 'GET',
      facts: { status: 421, startedAt: 5 },
    },
    { kind: 'attempt', source: 'har', key: 'd1', index: 'final', facts: { status: 421, connection: '1' } },
  ]);
  // The count waits for further evidence: counting after each event would be expensive on a busy page.
  await settle(500);
  expect(browser.badges.get(1)).not.toBe('2');
  await settle(1_500);
  // A visible 421 in Chromium is the second of two.
  expect(browser.badges.get(1)).toBe('2');
  devtools.close();
  await settle(RECONNECT_GRACE + 100);
  expect(browser.badges.get(1)).toBe('');
});
