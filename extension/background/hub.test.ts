import { expect, test, vi } from 'vitest';
import { useFakeTime } from '../testing/fake-time.ts';
import { DevTools, request, settle, World } from '../testing/world.ts';

useFakeTime();

const A = 'https://a.test/';
const B = 'https://b.test/';
const C = 'https://c.test/';

test('a panel shows what came before DevTools opened, and what comes after', async () => {
  const world = new World();
  world.see(1, request('1', A));
  await settle();
  const devtools = new DevTools(world, 1);
  await settle();
  world.see(1, request('2', B));
  devtools.feed.say([request('d1', C, 'har')]);
  await settle();
  expect(devtools.urls).toEqual([A, B, C]);
  expect(devtools.capture.browser).toEqual({ name: 'Chromium', version: '156' });
  expect(devtools.live.state.value.link).toBe('connected');
});

test('tabs stay apart', async () => {
  const world = new World();
  const one = new DevTools(world, 1);
  const two = new DevTools(world, 2);
  await settle();
  world.see(1, request('1', A));
  world.see(2, request('1', B));
  two.feed.say([request('d1', C, 'har')]);
  two.live.setRecording(false);
  await settle();
  expect(one.urls).toEqual([A]);
  expect(two.urls).toEqual([B, C]);
  expect(one.live.state.value.recording).toBe(true);
  expect(two.live.state.value.recording).toBe(false);
});

test('a port that does not say who it is, or speaks another version, is closed', async () => {
  const world = new World();
  for (const hello of [
    null,
    {},
    { type: 'hello', protocol: 0, role: 'panel', tabId: 1, journal: null, since: 0 },
  ]) {
    const port = world.connect();
    const closed = vi.fn();
    port.onDisconnect.addListener(closed);
    port.postMessage(hello);
    await settle();
    expect(closed).toHaveBeenCalledOnce();
  }
});
