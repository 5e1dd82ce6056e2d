import { expect, test } from 'vitest';
import { FakeBrowser, FakeDevTools, request, settle } from '../../testing/fake-browser.ts';
import { useFakeTime } from '../../testing/fake-time.ts';

useFakeTime();

const A = 'https://a.test/';
const B = 'https://b.test/';

test('requests of other tabs to the same origins are recorded, from before and after this tab uses them', async () => {
  const browser = new FakeBrowser();
  await settle();
  browser.hub.tabs.answered(2, `${A}x`, '192.0.2.1', 10);
  const devtools = new FakeDevTools(browser, 1);
  await settle();
  browser.observe(1, request('1', A));
  await settle();
  browser.hub.tabs.answered(-1, `${A}worker`, '192.0.2.1', 20);
  browser.hub.tabs.answered(2, B, '192.0.2.2', 30);
  browser.hub.tabs.answered(1, A, '192.0.2.1', 40);
  for (let i = 0; i < 2_000; i++) browser.hub.tabs.answered(2, A, '192.0.2.1', 50);
  await settle();
  expect([...devtools.capture.elsewhere.keys()]).toEqual(['https://a.test']);
  const elsewhere = devtools.capture.elsewhere.get('https://a.test');
  expect(elsewhere).toMatchObject({ address: '192.0.2.1', firstAt: 10, lastAt: 50 });
  expect(elsewhere?.requests).toBeLessThan(1_000);
});

test('normal and incognito tabs learn nothing of each other, nor of a request that may be of the other kind', async () => {
  const browser = new FakeBrowser();
  browser.tabs.set(3, true);
  browser.start();
  const normal = new FakeDevTools(browser, 1);
  const incognito = new FakeDevTools(browser, 3);
  await settle();
  browser.observe(1, request('1', A));
  browser.observe(3, request('1', A));
  await settle();
  const { tabs } = browser.hub;
  tabs.answered(2, A, '192.0.2.1', 10);
  tabs.answered(3, A, '192.0.2.2', 20);
  tabs.answered(-1, A, '192.0.2.3', 30);
  browser.hub.tabOpened(4, true);
  tabs.answered(4, A, '192.0.2.4', 40);
  tabs.answered(99, A, '192.0.2.5', 50);
  await settle();
  expect(normal.capture.elsewhere.get('https://a.test')).toMatchObject({ address: '192.0.2.1', requests: 1 });
  expect(incognito.capture.elsewhere.get('https://a.test')).toMatchObject({
    address: '192.0.2.4',
    requests: 1,
  });
  browser.hub.tabClosed(3);
  browser.hub.tabClosed(4);
  tabs.answered(-1, A, '192.0.2.3', 60);
  await settle();
  expect(normal.capture.elsewhere.get('https://a.test')).toMatchObject({ address: '192.0.2.3', requests: 2 });
  // Requests from before a tab used the origin are kept apart as well.
  tabs.answered(2, B, '192.0.2.1', 70);
  browser.hub.tabOpened(5, true);
  const later = new FakeDevTools(browser, 5);
  await settle();
  browser.observe(5, request('1', B));
  await settle();
  expect(later.capture.elsewhere.size).toBe(0);
});

test('nothing remains of a closed incognito tab', async () => {
  const browser = new FakeBrowser();
  await settle();
  const { hub } = browser;
  for (const tab of [4, 5]) hub.tabOpened(tab, true);
  hub.tabs.answered(4, A, '192.0.2.1', 10);
  hub.tabClosed(4);
  const later = new FakeDevTools(browser, 5);
  await settle();
  browser.observe(5, request('1', A));
  await settle();
  expect(later.capture.elsewhere.size).toBe(0);
});
