import { expect, test } from 'vitest';
import { useFakeTime } from '../../testing/fake-time.ts';
import { DevTools, request, settle, World } from '../../testing/world.ts';

useFakeTime();

const A = 'https://a.test/';
const B = 'https://b.test/';
const C = 'https://c.test/';

test('a navigation forgets the page before, and keeps the new one from its first request on', async () => {
  const world = new World();
  const devtools = new DevTools(world, 1);
  await settle();
  world.see(1, request('1', A));
  await settle(1_000);
  const start = Date.now();
  world.hub.mainRequest(1, 'm', B, start);
  world.see(1, request('2', B, 'webrequest', start));
  await settle(50);
  world.see(1, request('3', C));
  // DevTools dates the document a little earlier, and tells of it late; so it does of the page before.
  devtools.feed.say([request('d1', `${A}late`, 'har', start - 400)]);
  devtools.feed.say([request('d2', B, 'har', start - 3)]);
  expect(devtools.urls).toEqual([A, B]);
  devtools.navigated(B);
  await settle();
  devtools.feed.say([request('d3', `${A}later`, 'har', start - 300)]);
  await settle();
  expect(devtools.urls).toEqual([B, C]);
  expect(devtools.capture.requests[0]?.sources).toEqual(['har', 'webrequest']);
  expect(devtools.batches.some(({ before }) => before === 'clear')).toBe(true);
});

test('a page without a request of its own is cut where it says that it began, within reason', async () => {
  const world = new World();
  const devtools = new DevTools(world, 1);
  await settle();
  world.see(1, request('1', A));
  await settle(1_000);
  const start = Date.now();
  await settle(300);
  world.see(1, request('2', B));
  devtools.pageStartedAt = start;
  devtools.navigated('https://page.test/');
  await settle();
  expect(devtools.urls).toEqual([B]);
  // Out of the back/forward cache: it began long ago, but what came since belongs to the page that was left.
  devtools.navigated('https://page.test/');
  await settle();
  expect(devtools.urls).toEqual([]);
  world.see(1, request('3', C));
  devtools.pageStartedAt = Date.now() + 1e9;
  await settle(10);
  devtools.navigated('https://page.test/');
  await settle();
  expect(devtools.urls).toEqual([]);
});

test('keep log keeps', async () => {
  const world = new World();
  const devtools = new DevTools(world, 1);
  await settle();
  devtools.live.setKeepLog(true);
  world.see(1, request('1', A));
  await settle(100);
  world.hub.mainRequest(1, 'm', B, Date.now());
  world.see(1, request('2', B));
  devtools.navigated(B);
  await settle();
  expect(devtools.live.state.value.keepLog).toBe(true);
  expect(devtools.urls).toEqual([A, B]);
});
