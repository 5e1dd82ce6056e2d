import { expect, test } from 'vitest';
import { useFakeTime } from '../../testing/fake-time.ts';
import { DevTools, request, settle, World } from '../../testing/world.ts';

useFakeTime();

const A = 'https://a.test/';
const B = 'https://b.test/';

test('what other tabs send to the same origins is told, before and after this tab knows them', async () => {
  const world = new World();
  await settle();
  world.hub.tabs.answered(2, `${A}x`, '192.0.2.1', 10);
  const devtools = new DevTools(world, 1);
  await settle();
  world.see(1, request('1', A));
  await settle();
  world.hub.tabs.answered(-1, `${A}worker`, '192.0.2.1', 20);
  world.hub.tabs.answered(2, B, '192.0.2.2', 30);
  world.hub.tabs.answered(1, A, '192.0.2.1', 40);
  for (let i = 0; i < 2_000; i++) world.hub.tabs.answered(2, A, '192.0.2.1', 50);
  await settle();
  expect([...devtools.capture.elsewhere.keys()]).toEqual(['https://a.test']);
  const elsewhere = devtools.capture.elsewhere.get('https://a.test');
  expect(elsewhere).toMatchObject({ address: '192.0.2.1', firstAt: 10, lastAt: 50 });
  expect(elsewhere?.requests).toBeLessThan(1_000);
});

test('normal and incognito tabs are told nothing of each other, and of nobody’s requests only what is sure', async () => {
  const world = new World();
  world.tabs.set(3, true);
  world.start();
  const normal = new DevTools(world, 1);
  const incognito = new DevTools(world, 3);
  await settle();
  world.see(1, request('1', A));
  world.see(3, request('1', A));
  await settle();
  const { tabs } = world.hub;
  tabs.answered(2, A, '192.0.2.1', 10);
  tabs.answered(3, A, '192.0.2.2', 20);
  tabs.answered(-1, A, '192.0.2.3', 30);
  world.hub.tabOpened(4, true);
  tabs.answered(4, A, '192.0.2.4', 40);
  tabs.answered(99, A, '192.0.2.5', 50);
  await settle();
  expect(normal.capture.elsewhere.get('https://a.test')).toMatchObject({ address: '192.0.2.1', requests: 1 });
  expect(incognito.capture.elsewhere.get('https://a.test')).toMatchObject({
    address: '192.0.2.4',
    requests: 1,
  });
  world.hub.tabClosed(3);
  world.hub.tabClosed(4);
  tabs.answered(-1, A, '192.0.2.3', 60);
  await settle();
  expect(normal.capture.elsewhere.get('https://a.test')).toMatchObject({ address: '192.0.2.3', requests: 2 });
  // What was noted before a tab knew the origin is kept apart as well.
  tabs.answered(2, B, '192.0.2.1', 70);
  world.hub.tabOpened(5, true);
  const later = new DevTools(world, 5);
  await settle();
  world.see(5, request('1', B));
  await settle();
  expect(later.capture.elsewhere.size).toBe(0);
});

test('of an incognito tab that was closed nothing stays', async () => {
  const world = new World();
  await settle();
  const { hub } = world;
  for (const tab of [4, 5]) hub.tabOpened(tab, true);
  hub.tabs.answered(4, A, '192.0.2.1', 10);
  hub.tabClosed(4);
  const later = new DevTools(world, 5);
  await settle();
  world.see(5, request('1', A));
  await settle();
  expect(later.capture.elsewhere.size).toBe(0);
});
