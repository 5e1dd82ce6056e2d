import { expect, test } from 'vitest';
import { useFakeTime } from '../testing/fake-time.ts';
import { DevTools, request, settle, World } from '../testing/world.ts';
import { GRACE } from './tabs/devtools-presence.ts';

useFakeTime();

const A = 'https://a.test/';

test('at its bound a capture says so, takes no more, and goes on after a clear', async () => {
  const world = new World({ maxRequests: 3 });
  const devtools = new DevTools(world, 1);
  await settle();
  for (let i = 0; i < 6; i++) world.see(1, request(`${i}`, `https://h${i}.test/`));
  await settle();
  expect(devtools.urls).toHaveLength(3);
  expect(devtools.capture.problems.map(({ code }) => code)).toEqual(['capture-full']);
  devtools.live.clear();
  await settle(10);
  world.see(1, request('9', A));
  await settle();
  expect(devtools.urls).toEqual([A]);
  expect(devtools.capture.problems).toEqual([]);
});

test('a tab without DevTools is remembered in bounds, from its last page on', async () => {
  const world = new World();
  for (let i = 0; i < 2_000; i++) world.see(1, request(`${i}`, `https://h${i}.test/`));
  await settle();
  const before = new DevTools(world, 1);
  await settle();
  expect(before.urls.length).toBeGreaterThan(100);
  expect(before.urls.length).toBeLessThan(1_000);
  expect(before.urls.at(-1)).toBe('https://h1999.test/');
  before.close();
  await settle(GRACE + 100);
  world.hub.mainRequest(1, 'm', A, Date.now());
  world.see(1, request('m', A));
  const after = new DevTools(world, 1, 'another');
  await settle();
  expect(after.urls).toEqual([A]);
});

test('many tabs without DevTools: the oldest are forgotten', async () => {
  const world = new World();
  for (let tab = 1; tab <= 100; tab++) world.see(tab, request('1', A));
  await settle();
  expect([...world.items.keys()].filter((key) => /^tab \d+$/.test(key)).length).toBeLessThanOrEqual(30);
});

test('a closed tab leaves nothing', async () => {
  const world = new World();
  const devtools = new DevTools(world, 1);
  await settle();
  world.see(1, request('1', A));
  await settle();
  expect(world.items.size).toBeGreaterThan(0);
  devtools.close();
  world.hub.tabClosed(1);
  await settle(GRACE + 100);
  expect([...world.items.keys()]).toEqual([]);
});

test('a tab that was closed while the worker was stopped leaves nothing either', async () => {
  const world = new World();
  world.see(2, request('1', A));
  await settle();
  world.stop();
  world.tabs.delete(2);
  world.start();
  await settle();
  expect(world.items.size).toBe(0);
});

/** Chrome's `storage.session.QUOTA_BYTES`. */
const QUOTA = 10_485_760;

/** As many requests of a page as the worker sees them: three events each. */
async function load(world: World, count: number, query: string): Promise<void> {
  const headers = ['alt-svc', 'server', 'content-type', 'cache-control'];
  const responseHeaders = headers.map((name) => ({ name, value: 'h3=":443"; ma=86400' }));
  for (let i = 0; i < count; i++) {
    const { hub } = world;
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

test('5,000 requests of the usual size have their copy, and the next is refused with a notice', async () => {
  const world = new World({ quota: QUOTA });
  const devtools = new DevTools(world, 1);
  await settle();
  await load(world, 5_001, 'version=3f2a9c81&width=640&format=auto');
  expect(devtools.urls).toHaveLength(5_000);
  expect(devtools.capture.problems).toEqual([
    { code: 'capture-full', message: expect.stringContaining('it holds 5000 requests') },
  ]);
  world.stop();
  const later = new DevTools(world, 1);
  await settle();
  expect(later.urls).toHaveLength(5_000);
}, 60_000);

test('with the longest of URLs the copy has no room for all; the capture has', async () => {
  const world = new World({ quota: QUOTA });
  const devtools = new DevTools(world, 1);
  await settle();
  await load(world, 5_000, `signature=${'0123456789abcdef'.repeat(48)}`);
  expect(devtools.urls).toHaveLength(5_000);
  expect(devtools.capture.problems.map(({ code }) => code)).toEqual(['restart-loses']);
}, 60_000);

test('without room for a copy the capture goes on, and says what that means', async () => {
  const world = new World({ quota: 2_000 });
  world.see(2, request('1', A));
  await settle();
  const devtools = new DevTools(world, 1);
  await settle();
  for (let i = 0; i < 100; i++) world.see(1, request(`${i}`, `https://h${i}.test/`));
  await settle();
  expect(devtools.urls).toHaveLength(100);
  expect(devtools.capture.problems.map(({ code }) => code)).toEqual(['restart-loses']);
  expect(world.items.has('tab 2')).toBe(false);
});
