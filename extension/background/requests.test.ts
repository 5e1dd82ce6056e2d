import { expect, test } from 'vitest';
import type { WebRequestEvent } from '../../src/sources/webrequest/events.ts';
import { useFakeTime } from '../testing/fake-time.ts';
import { DevTools, settle, World } from '../testing/world.ts';
import type { SeenRequest } from './requests.ts';

useFakeTime();

function webRequest(world: World, event: WebRequestEvent, details: Partial<SeenRequest>): void {
  const { hub } = world;
  const whole = { requestId: 'r', tabId: 1, url: 'https://a.test/', method: 'GET', timeStamp: Date.now() };
  hub.whenReady(() => hub.requests.seen(hub, event, { ...whole, ...details }));
}

test('a redirect during which the worker is stopped stays two requests', async () => {
  const world = new World();
  const devtools = new DevTools(world, 1);
  await settle();
  webRequest(world, 'onBeforeRequest', {});
  const redirect = { statusCode: 302, ip: '192.0.2.1', redirectUrl: 'https://b.test/' };
  webRequest(world, 'onBeforeRedirect', redirect);
  webRequest(world, 'onBeforeRequest', { url: 'https://b.test/' });
  await settle();
  world.stop();
  webRequest(world, 'onCompleted', { url: 'https://b.test/', statusCode: 200, ip: '192.0.2.1' });
  await settle();
  expect(devtools.capture.requests).toMatchObject([
    { url: 'https://a.test/', status: 302, redirectedTo: 'https://b.test/' },
    { url: 'https://b.test/', status: 200 },
  ]);
});

test('what no tab sent is nobody’s request, but tells that an origin was in use', async () => {
  const world = new World();
  const devtools = new DevTools(world, 1);
  await settle();
  webRequest(world, 'onBeforeRequest', { tabId: -1 });
  webRequest(world, 'onResponseStarted', { tabId: -1, ip: '192.0.2.1', statusCode: 200 });
  await settle();
  expect(devtools.capture.requests).toEqual([]);
  webRequest(world, 'onBeforeRequest', { requestId: 's', url: 'https://a.test/own' });
  await settle();
  expect(devtools.urls).toEqual(['https://a.test/own']);
  expect(devtools.capture.elsewhere.get('https://a.test')).toMatchObject({
    address: '192.0.2.1',
    requests: 1,
  });
});

test('an answer from the cache is no sign of a connection', async () => {
  const world = new World();
  const devtools = new DevTools(world, 1);
  await settle();
  webRequest(world, 'onBeforeRequest', {});
  webRequest(world, 'onResponseStarted', { tabId: 2, ip: '192.0.2.1', fromCache: true });
  await settle();
  expect(devtools.capture.elsewhere.size).toBe(0);
});

test('a page rendered ahead does not end the one that is shown', async () => {
  const world = new World();
  webRequest(world, 'onBeforeRequest', { type: 'image' });
  const ahead = {
    requestId: 'p',
    type: 'main_frame',
    url: 'https://next.test/',
    documentLifecycle: 'prerender',
  };
  webRequest(world, 'onBeforeRequest', ahead);
  await settle();
  const devtools = new DevTools(world, 1);
  await settle();
  expect(devtools.urls).toEqual(['https://a.test/', 'https://next.test/']);
});

test('what DevTools asks of the cache when it opens is not the page’s; what the page asks is, a moment later', async () => {
  const world = new World();
  const devtools = new DevTools(world, 1);
  await settle();
  webRequest(world, 'onBeforeRequest', { type: 'other' });
  webRequest(world, 'onErrorOccurred', { type: 'other', error: 'net::ERR_CACHE_MISS' });
  webRequest(world, 'onBeforeRequest', { type: 'other', requestId: 's', url: 'https://a.test/icon' });
  await settle();
  expect(devtools.urls).toEqual([]);
  const at = Date.now();
  world.stop();
  webRequest(world, 'onResponseStarted', {
    type: 'other',
    requestId: 's',
    url: 'https://a.test/icon',
    statusCode: 200,
  });
  await settle();
  expect(devtools.capture.requests).toMatchObject([{ url: 'https://a.test/icon', status: 200 }]);
  expect(devtools.capture.requests[0]?.startedAt).toBeLessThan(at);
});
