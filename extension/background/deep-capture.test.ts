import { expect, test } from 'vitest';
import { useFakeTime } from '../testing/fake-time.ts';
import { DevTools, settle, World } from '../testing/world.ts';
import { GRACE } from './tabs/devtools-presence.ts';

useFakeTime();

async function deepOn(): Promise<{ world: World; devtools: DevTools }> {
  const world = new World();
  const devtools = new DevTools(world, 1);
  await settle();
  expect(devtools.live.state.value.deep).toEqual({ state: 'off' });
  devtools.live.setDeepCapture(true);
  await settle();
  expect(devtools.live.state.value.deep).toEqual({ state: 'on' });
  expect([...world.debugger.attached]).toEqual([1]);
  return { world, devtools };
}

test('is off until turned on, listens to frames of other sites too, and detaches when turned off', async () => {
  const { world, devtools } = await deepOn();
  expect(world.debugger.commands).toContain('page Network.enable');
  world.hub.debuggerEvent(1, 'Target.attachedToTarget', { sessionId: 'frame' });
  world.hub.debuggerEvent(1, 'Network.x', 'https://a.test/');
  await settle();
  expect(world.debugger.commands).toContain('frame Network.enable');
  expect(devtools.capture.sources).toContain('cdp');
  devtools.live.setDeepCapture(false);
  await settle();
  expect(devtools.live.state.value.deep).toEqual({ state: 'off' });
  expect(world.debugger.attached.size).toBe(0);
  const before = devtools.capture.version;
  world.hub.debuggerEvent(1, 'Network.y', 'https://late.test/');
  await settle();
  expect(devtools.capture.version).toBe(before);
});

test('detaches when DevTools closes, but not when the worker was only stopped', async () => {
  const { world, devtools } = await deepOn();
  world.stop();
  await settle(GRACE * 2);
  expect(devtools.live.state.value.deep).toEqual({ state: 'on' });
  expect([...world.debugger.attached]).toEqual([1]);
  devtools.close();
  await settle(GRACE / 2);
  expect([...world.debugger.attached]).toEqual([1]);
  await settle(GRACE);
  expect(world.debugger.attached.size).toBe(0);
});

test('DevTools that closed while the worker was stopped: the next life detaches', async () => {
  const { world, devtools } = await deepOn();
  world.stop();
  devtools.close();
  world.start();
  await settle(GRACE + 100);
  expect(world.debugger.attached.size).toBe(0);
});

test('a worker that finds it was detached meanwhile attaches again', async () => {
  const { world, devtools } = await deepOn();
  world.stop();
  world.debugger.attached.clear();
  await settle();
  expect([...world.debugger.attached]).toEqual([1]);
  expect(devtools.live.state.value.deep).toEqual({ state: 'on' });
});

test.each([
  ['canceled_by_user', /bar/],
  ['target_closed', /may not look into/],
])('detached by the browser (%s): says why', async (reason, why) => {
  const { world, devtools } = await deepOn();
  world.debugger.attached.clear();
  world.hub.debuggerDetached(1, reason);
  await settle();
  expect(devtools.live.state.value.deep).toEqual({ state: 'failed', reason: expect.stringMatching(why) });
  devtools.live.setDeepCapture(true);
  await settle();
  expect(devtools.live.state.value.deep).toEqual({ state: 'on' });
});

test.each([
  ['Another debugger is already attached to the tab with id: 1.', /only one/],
  ['Cannot access a chrome:// URL', /does not let extensions look/],
  ['Something new', /Something new/],
])('cannot attach (%s): says why', async (message, why) => {
  const world = new World();
  world.debugger.refuse = message;
  const devtools = new DevTools(world, 1);
  await settle();
  devtools.live.setDeepCapture(true);
  await settle();
  expect(devtools.live.state.value.deep).toEqual({ state: 'failed', reason: expect.stringMatching(why) });
});

test('turned off while it is starting: nothing stays attached', async () => {
  const world = new World();
  const devtools = new DevTools(world, 1);
  await settle();
  devtools.live.setDeepCapture(true);
  devtools.live.setDeepCapture(false);
  await settle();
  expect(world.debugger.attached.size).toBe(0);
  expect(devtools.live.state.value.deep).toEqual({ state: 'off' });
});

test('a closed tab is not attached to any more', async () => {
  const { world, devtools } = await deepOn();
  world.hub.tabClosed(1);
  world.debugger.attached.clear();
  devtools.close();
  await settle(GRACE + 100);
  expect(world.debugger.attached.size).toBe(0);
});
