import { expect, test } from 'vitest';
import { FakeBrowser, FakeDevTools, request, settle } from '../../testing/fake-browser.ts';
import { useFakeTime } from '../../testing/fake-time.ts';

useFakeTime();

const A = 'https://a.test/';
const B = 'https://b.test/';
const C = 'https://c.test/';

test('a navigation removes the previous page and keeps the new one from its first request', async () => {
  const browser = new FakeBrowser();
  const devtools = new FakeDevTools(browser, 1);
  await settle();
  browser.observe(1, request('1', A));
  await settle(1_000);
  const start = Date.now();
  browser.hub.mainRequest(1, 'm', B, start);
  browser.observe(1, request('2', B, 'webrequest', start));
  await settle(50);
  browser.observe(1, request('3', C));
  // DevTools gives the document a slightly earlier start, and reports it late, as it does for the previous page.
  devtools.feed.record([request('d1', `${A}late`, 'har', start - 400)]);
  devtools.feed.record([request('d2', B, 'har', start - 3)]);
  expect(devtools.urls).toEqual([A, B]);
  devtools.navigated(B);
  await settle();
  devtools.feed.record([request('d3', `${A}later`, 'har', start - 300)]);
  await settle();
  expect(devtools.urls).toEqual([B, C]);
  expect(devtools.capture.requests[0]?.sources).toEqual(['har', 'webrequest']);
  expect(devtools.batches.some(({ before }) => before === 'clear')).toBe(true);
});

test('without a request for the page, its capture starts at the plausible time that the page reports', async () => {
  const browser = new FakeBrowser();
  const devtools = new FakeDevTools(browser, 1);
  await settle();
  browser.observe(1, request('1', A));
  await settle(1_000);
  const start = Date.now();
  await settle(300);
  browser.observe(1, request('2', B));
  devtools.pageStartedAt = start;
  devtools.navigated('https://page.test/');
  await settle();
  expect(devtools.urls).toEqual([B]);
  // From the back/forward cache: this page started long ago, but later requests belong to the page that was left.
  devtools.navigated('https://page.test/');
  await settle();
  expect(devtools.urls).toEqual([]);
  browser.observe(1, request('3', C));
  devtools.pageStartedAt = Date.now() + 1e9;
  await settle(10);
  devtools.navigated('https://page.test/');
  await settle();
  expect(devtools.urls).toEqual([]);
});

test('with keep log, a navigation removes nothing', async () => {
  const browser = new FakeBrowser();
  const devtools = new FakeDevTools(browser, 1);
  await settle();
  devtools.live.setKeepLog(true);
  browser.observe(1, request('1', A));
  await settle(100);
  browser.hub.mainRequest(1, 'm', B, Date.now());
  browser.observe(1, request('2', B));
  devtools.navigated(B);
  await settle();
  expect(devtools.live.state.value.keepLog).toBe(true);
  expect(devtools.urls).toEqual([A, B]);
});
