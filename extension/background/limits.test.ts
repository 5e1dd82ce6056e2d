import { expect, test } from 'vitest';
import { FakeBrowser, FakeDevTools, request, settle } from '../testing/fake-browser.ts';
import { useFakeTime } from '../testing/fake-time.ts';
import { RECONNECT_GRACE } from './tabs/devtools-presence.ts';

useFakeTime();

const A = 'https://a.test/';

test('a full capture says so, records nothing further, and continues after a clear', async () => {
  const browser = new FakeBrowser({ maxRequests: 3 });
  const devtools = new FakeDevTools(browser, 1);
  await settle();
  for (let i = 0; i < 6; i++) browser.observe(1, request(`${i}`, `https://h${i}.test/`));
  await settle();
  expect(devtools.urls).toHaveLength(3);
  expect(devtools.capture.problems.map(({ code }) => code)).toEqual(['capture-full']);
  devtools.live.clear();
  await settle(10);
  browser.observe(1, request('9', A));
  await settle();
  expect(devtools.urls).toEqual([A]);
  expect(devtools.capture.problems).toEqual([]);
});

test('a tab without DevTools keeps a limited number of records, of its last page only', async () => {
  const browser = new FakeBrowser();
  for (let i = 0; i < 2_000; i++) browser.observe(1, request(`${i}`, `https://h${i}.test/`));
  await settle();
  const before = new FakeDevTools(browser, 1);
  await settle();
  expect(before.urls.length).toBeGreaterThan(100);
  expect(before.urls.length).toBeLessThan(1_000);
  expect(before.urls.at(-1)).toBe('https://h1999.test/');
  before.close();
  await settle(RECONNECT_GRACE + 100);
  browser.hub.mainRequest(1, 'm', A, Date.now());
  browser.observe(1, request('m', A));
  const after = new FakeDevTools(browser, 1, 'another');
  await settle();
  expect(after.urls).toEqual([A]);
});

test('of many tabs without DevTools the oldest are dropped', async () => {
  const browser = new FakeBrowser();
  for (let tab = 1; tab <= 100; tab++) browser.observe(tab, request('1', A));
  await settle();
  expect([...browser.items.keys()].filter((key) => /^tab \d+$/.test(key)).length).toBeLessThanOrEqual(30);
});

test('a closed tab leaves nothing in the session storage', async () => {
  const browser = new FakeBrowser();
  const devtools = new FakeDevTools(browser, 1);
  await settle();
  browser.observe(1, request('1', A));
  await settle();
  expect(browser.items.size).toBeGreaterThan(0);
  devtools.close();
  browser.hub.tabClosed(1);
  await settle(RECONNECT_GRACE + 100);
  expect([...browser.items.keys()]).toEqual([]);
});

test('a tab that was closed while the worker was stopped leaves nothing in the session storage', async () => {
  const browser = new FakeBrowser();
  browser.observe(2, request('1', A));
  await settle();
  browser.stop();
  browser.tabs.delete(2);
  browser.start();
  await settle();
  expect(browser.items.size).toBe(0);
});

/** Chrome's `storage.session.QUOTA_BYTES`. */
const QUOTA = 10_485_760;

/** Sends the worker the events of `count` requests: three events each. */
async function load(browser: FakeBrowser, count: number, query: string): Promise<void> {
  const headers = ['alt-svc', 'server', 'content-type', 'cache-control'];
  const responseHeaders = headers.map((name) => ({ name, value: 'h3=":443"; ma=86400' }));
  for (let i = 0; i < count; i++) {
    const { hub } = browser;
    const url = `https://static${i % 20}.shop.example/assets/products/${i}/image-large.webp?${query}`;
    const start = { requestId: `${i}`, tabId: 1, url, method: 'GET', type: 'image', timeStamp: Date.now() };
    const answer = { ...start, statusCode: 200, ip: '192.0.2.10', fromCache: false };
    hub.whenReady(() => {
      hub.requests.seen(hub, 'onBeforeRequest', start);
      hub.requests.seen(hub, 'onResponseStarted', { ...answer, responseHeaders });
      hub.requests.seen(hub, 'onCompleted', answer);
    });
    if (i % 250 === 0) await settle(10);
  }
  await settle();
}

test('5,000 requests of the usual size fit into the stored copy, and the next is refused with a notice', async () => {
  const browser = new FakeBrowser({ quota: QUOTA });
  const devtools = new FakeDevTools(browser, 1);
  await settle();
  await load(browser, 5_001, 'version=3f2a9c81&width=640&format=auto');
  expect(devtools.urls).toHaveLength(5_000);
  expect(devtools.capture.problems).toEqual([
    { code: 'capture-full', message: expect.stringContaining('it holds 5000 requests') },
  ]);
  browser.stop();
  const later = new FakeDevTools(browser, 1);
  await settle();
  expect(later.urls).toHaveLength(5_000);
}, 60_000);

test('very long URLs exceed the stored copy, but not the capture', async () => {
  const browser = new FakeBrowser({ quota: QUOTA });
  const devtools = new FakeDevTools(browser, 1);
  await settle();
  await load(browser, 5_000, `signature=${'0123456789abcdef'.repeat(48)}`);
  expect(devtools.urls).toHaveLength(5_000);
  expect(devtools.capture.problems.map(({ code }) => code)).toEqual(['restart-loses']);
}, 60_000);

test('without room for a stored copy the capture continues, and warns what a restart would lose', async () => {
  const browser = new FakeBrowser({ quota: 2_000 });
  browser.observe(2, request('1', A));
  await settle();
  const devtools = new FakeDevTools(browser, 1);
  await settle();
  for (let i = 0; i < 100; i++) browser.observe(1, request(`${i}`, `https://h${i}.test/`));
  await settle();
  expect(devtools.urls).toHaveLength(100);
  expect(devtools.capture.problems.map(({ code }) => code)).toEqual(['restart-loses']);
  // Another tab's copy is not the price of this one's.
  expect(browser.items.has('tab 2')).toBe(true);
});

test('a capture that holds too much says so, records nothing further, and continues after a clear', async () => {
  const browser = new FakeBrowser({ maxChars: 20_000 });
  const devtools = new FakeDevTools(browser, 1);
  await settle();
  for (let i = 0; i < 40; i++) browser.observe(1, request(`${i}`, `https://h${i}.test/${'x'.repeat(1_000)}`));
  await settle();
  expect(devtools.urls.length).toBeGreaterThan(10);
  expect(devtools.urls.length).toBeLessThan(25);
  expect(devtools.capture.problems).toEqual([
    { code: 'capture-full', message: expect.stringContaining(`it holds ${devtools.urls.length} requests`) },
  ]);
  devtools.live.clear();
  await settle(10);
  browser.observe(1, request('99', A));
  await settle();
  expect(devtools.urls).toEqual([A]);
});

test('a tab without DevTools keeps little, however long its URLs are', async () => {
  const browser = new FakeBrowser();
  await load(browser, 1_000, `signature=${'0123456789abcdef'.repeat(500)}`);
  const stored = [...browser.items].filter(([key]) => key.startsWith('tab 1'));
  expect(stored.length).toBeGreaterThan(0);
  expect(stored.reduce((sum, [, text]) => sum + text.length, 0)).toBeLessThan(300_000);
}, 60_000);

test('a very long URL is cut, with its length, and the same by every source', async () => {
  const browser = new FakeBrowser();
  const devtools = new FakeDevTools(browser, 1);
  await settle();
  await load(browser, 1, `data=${'A'.repeat(1_900_000)}`);
  expect(devtools.urls).toEqual([expect.stringMatching(/…\(19000\d\d characters, [0-9a-f]+\)$/)]);
  expect([...browser.items.values()].reduce((sum, text) => sum + text.length, 0)).toBeLessThan(20_000);
}, 60_000);

test('thirty tabs without DevTools leave room for the copy of one with it', async () => {
  const browser = new FakeBrowser({ quota: QUOTA });
  for (let tab = 2; tab <= 31; tab++) {
    browser.tabs.set(tab, false);
    const long = `https://h.test/${'y'.repeat(4_000)}`;
    for (let i = 0; i < 100; i++) browser.observe(tab, request(`${tab}-${i}`, `${long}${i}`));
  }
  await settle();
  const before = browser.items.size;
  const devtools = new FakeDevTools(browser, 1);
  await settle();
  await load(browser, 1_500, 'version=3f2a9c81&width=640&format=auto');
  expect(devtools.urls).toHaveLength(1_500);
  expect(devtools.capture.problems).toEqual([]);
  expect(browser.items.size).toBeGreaterThanOrEqual(before);
}, 60_000);
