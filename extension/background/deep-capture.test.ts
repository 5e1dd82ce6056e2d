import { expect, test } from 'vitest';
import { FakeBrowser, FakeDevTools, settle } from '../testing/fake-browser.ts';
import { useFakeTime } from '../testing/fake-time.ts';
import { RECONNECT_GRACE } from './tabs/devtools-presence.ts';

useFakeTime();

async function deepOn(): Promise<{ browser: FakeBrowser; devtools: FakeDevTools }> {
  const browser = new FakeBrowser();
  const devtools = new FakeDevTools(browser, 1);
  await settle();
  expect(devtools.live.state.value.deep).toEqual({ state: 'off' });
  devtools.live.setDeepCapture(true);
  await settle();
  expect(devtools.live.state.value.deep).toEqual({ state: 'on' });
  expect([...browser.debugger.attached]).toEqual([1]);
  return { browser, devtools };
}

test('deep capture is off until turned on, covers cross-site frames, and detaches when turned off', async () => {
  const { browser, devtools } = await deepOn();
  expect(browser.debugger.commands).toContain('page Network.enable');
  browser.hub.debuggerEvent(1, 'Target.attachedToTarget', { sessionId: 'frame' });
  browser.hub.debuggerEvent(1, 'Network.x', 'https://a.test/');
  await settle();
  expect(browser.debugger.commands).toContain('frame Network.enable');
  expect(devtools.capture.sources).toContain('cdp');
  devtools.live.setDeepCapture(false);
  await settle();
  expect(devtools.live.state.value.deep).toEqual({ state: 'off' });
  expect(browser.debugger.attached.size).toBe(0);
  const before = devtools.capture.version;
  browser.hub.debuggerEvent(1, 'Network.y', 'https://late.test/');
  await settle();
  expect(devtools.capture.version).toBe(before);
});

test('deep capture detaches when DevTools closes, but not when the worker is stopped', async () => {
  const { browser, devtools } = await deepOn();
  browser.stop();
  await settle(RECONNECT_GRACE * 2);
  expect(devtools.live.state.value.deep).toEqual({ state: 'on' });
  expect([...browser.debugger.attached]).toEqual([1]);
  devtools.close();
  await settle(RECONNECT_GRACE / 2);
  expect([...browser.debugger.attached]).toEqual([1]);
  await settle(RECONNECT_GRACE);
  expect(browser.debugger.attached.size).toBe(0);
});

test('the debugger is detached after a restart when DevTools closed while the worker was stopped', async () => {
  const { browser, devtools } = await deepOn();
  browser.stop();
  devtools.close();
  browser.start();
  await settle(RECONNECT_GRACE + 100);
  expect(browser.debugger.attached.size).toBe(0);
});

test('a restarted worker attaches again when the debugger was detached in the meantime', async () => {
  const { browser, devtools } = await deepOn();
  browser.stop();
  browser.debugger.attached.clear();
  await settle();
  expect([...browser.debugger.attached]).toEqual([1]);
  expect(devtools.live.state.value.deep).toEqual({ state: 'on' });
});

test.each([
  ['canceled_by_user', /bar/],
  ['target_closed', /may not inspect/],
])('deep capture reports why the browser detached it (%s)', async (reason, why) => {
  const { browser, devtools } = await deepOn();
  browser.debugger.attached.clear();
  browser.hub.debuggerDetached(1, reason);
  await settle();
  expect(devtools.live.state.value.deep).toEqual({ state: 'failed', reason: expect.stringMatching(why) });
  devtools.live.setDeepCapture(true);
  await settle();
  expect(devtools.live.state.value.deep).toEqual({ state: 'on' });
});

test.each([
  ['Another debugger is already attached to the tab with id: 1.', /only one/],
  ['Cannot access a chrome:// URL', /does not let extensions inspect/],
  ['Something new', /Something new/],
])('deep capture reports why it cannot attach (%s)', async (message, why) => {
  const browser = new FakeBrowser();
  browser.debugger.refuse = message;
  const devtools = new FakeDevTools(browser, 1);
  await settle();
  devtools.live.setDeepCapture(true);
  await settle();
  expect(devtools.live.state.value.deep).toEqual({ state: 'failed', reason: expect.stringMatching(why) });
});

test('turning deep capture off while it starts leaves nothing attached', async () => {
  const browser = new FakeBrowser();
  const devtools = new FakeDevTools(browser, 1);
  await settle();
  devtools.live.setDeepCapture(true);
  devtools.live.setDeepCapture(false);
  await settle();
  expect(browser.debugger.attached.size).toBe(0);
  expect(devtools.live.state.value.deep).toEqual({ state: 'off' });
});

test('closing a tab does not attach the debugger again', async () => {
  const { browser, devtools } = await deepOn();
  browser.hub.tabClosed(1);
  browser.debugger.attached.clear();
  devtools.close();
  await settle(RECONNECT_GRACE + 100);
  expect(browser.debugger.attached.size).toBe(0);
});
