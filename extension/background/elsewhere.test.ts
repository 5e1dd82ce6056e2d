import { expect, test } from 'vitest';
import { useFakeTime } from '../testing/fake-time.ts';
import { DevTools, request, settle, World } from '../testing/world.ts';

useFakeTime();

const A = 'https://a.test/';
const B = 'https://b.test/';

test('what other tabs send to the same origins is told, before and after this tab knows them', async () => {
  const world = new World();
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
