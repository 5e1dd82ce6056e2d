import { expect, test } from 'vitest';
import type { WebRequestEvent } from '../../src/sources/webrequest/events.ts';
import { FakeBrowser, FakeDevTools, settle } from '../testing/fake-browser.ts';
import { useFakeTime } from '../testing/fake-time.ts';
import type { SeenRequest } from './request-tracker.ts';

useFakeTime();

function webRequest(browser: FakeBrowser, event: WebRequestEvent, details: Partial<SeenRequest>): void {
  const { hub } = browser;
  const whole = { requestId: 'r', tabId: 1, url: 'https://a.test/', method: 'GET', timeStamp: Date.now() };
  hub.whenReady(() => hub.requests.seen(hub, event, { ...whole, ...details }));
}

test('a redirect remains two requests when the worker is stopped during it', async () => {
  const browser = new FakeBrowser();
  const devtools = new FakeDevTools(browser, 1);
  await settle();
  webRequest(browser, 'onBeforeRequest', {});
  const redirect = { statusCode: 302, ip: '192.0.2.1', redirectUrl: 'https://b.test/' };
  webRequest(browser, 'onBeforeRedirect', redirect);
  webRequest(browser, 'onBeforeRequest', { url: 'https://b.test/' });
  await settle();
  browser.stop();
  webRequest(browser, 'onCompleted', { url: 'https://b.test/', statusCode: 200, ip: '192.0.2.1' });
  await settle();
  expect(devtools.capture.requests).toMatchObject([
    { url: 'https://a.test/', status: 302, redirectedTo: 'https://b.test/' },
    { url: 'https://b.test/', status: 200 },
  ]);
});

test('a request that no tab sent belongs to no capture, but shows that its origin was in use', async () => {
  const browser = new FakeBrowser();
  const devtools = new FakeDevTools(browser, 1);
  await settle();
  webRequest(browser, 'onBeforeRequest', { tabId: -1 });
  webRequest(browser, 'onResponseStarted', { tabId: -1, ip: '192.0.2.1', statusCode: 200 });
  await settle();
  expect(devtools.capture.requests).toEqual([]);
  webRequest(browser, 'onBeforeRequest', { requestId: 's', url: 'https://a.test/own' });
  await settle();
  expect(devtools.urls).toEqual(['https://a.test/own']);
  expect(devtools.capture.elsewhere.get('https://a.test')).toMatchObject({
    address: '192.0.2.1',
    requests: 1,
  });
});

test('a response from the cache is not evidence of a connection', async () => {
  const browser = new FakeBrowser();
  const devtools = new FakeDevTools(browser, 1);
  await settle();
  webRequest(browser, 'onBeforeRequest', {});
  webRequest(browser, 'onResponseStarted', { tabId: 2, ip: '192.0.2.1', fromCache: true });
  await settle();
  expect(devtools.capture.elsewhere.size).toBe(0);
});

test('a prerendered page does not end the capture of the page that is shown', async () => {
  const browser = new FakeBrowser();
  webRequest(browser, 'onBeforeRequest', { type: 'image' });
  const ahead = {
    requestId: 'p',
    type: 'main_frame',
    url: 'https://next.test/',
    documentLifecycle: 'prerender',
  };
  webRequest(browser, 'onBeforeRequest', ahead);
  await settle();
  const devtools = new FakeDevTools(browser, 1);
  await settle();
  expect(devtools.urls).toEqual(['https://a.test/', 'https://next.test/']);
});

test('the cache-only request of DevTools is omitted; other requests of its type appear with their true start', async () => {
  const browser = new FakeBrowser();
  const devtools = new FakeDevTools(browser, 1);
  await settle();
  webRequest(browser, 'onBeforeRequest', { type: 'other' });
  webRequest(browser, 'onErrorOccurred', { type: 'other', error: 'net::ERR_CACHE_MISS' });
  webRequest(browser, 'onBeforeRequest', { type: 'other', requestId: 's', url: 'https://a.test/icon' });
  await settle();
  expect(devtools.urls).toEqual([]);
  const at = Date.now();
  browser.stop();
  webRequest(browser, 'onResponseStarted', {
    type: 'other',
    requestId: 's',
    url: 'https://a.test/icon',
    statusCode: 200,
  });
  await settle();
  expect(devtools.capture.requests).toMatchObject([{ url: 'https://a.test/icon', status: 200 }]);
  expect(devtools.capture.requests[0]?.startedAt).toBeLessThan(at);
});
