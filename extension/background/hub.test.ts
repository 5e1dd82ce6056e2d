import { expect, test, vi } from 'vitest';
import { FakeBrowser, FakeDevTools, request, settle } from '../testing/fake-browser.ts';
import { useFakeTime } from '../testing/fake-time.ts';

useFakeTime();

const A = 'https://a.test/';
const B = 'https://b.test/';
const C = 'https://c.test/';

test('a panel shows the requests from before and after DevTools was opened', async () => {
  const browser = new FakeBrowser();
  browser.observe(1, request('1', A));
  await settle();
  const devtools = new FakeDevTools(browser, 1);
  await settle();
  browser.observe(1, request('2', B));
  devtools.feed.record([request('d1', C, 'har')]);
  await settle();
  expect(devtools.urls).toEqual([A, B, C]);
  expect(devtools.capture.browser).toEqual({ name: 'Chromium', version: '156' });
  expect(devtools.live.state.value.link).toBe('connected');
});

test('each tab has its own capture', async () => {
  const browser = new FakeBrowser();
  const one = new FakeDevTools(browser, 1);
  const two = new FakeDevTools(browser, 2);
  await settle();
  browser.observe(1, request('1', A));
  browser.observe(2, request('1', B));
  two.feed.record([request('d1', C, 'har')]);
  two.live.setRecording(false);
  await settle();
  expect(one.urls).toEqual([A]);
  expect(two.urls).toEqual([B, C]);
  expect(one.live.state.value.recording).toBe(true);
  expect(two.live.state.value.recording).toBe(false);
});

test('a port without a valid hello, or with one of another version, is closed', async () => {
  const browser = new FakeBrowser();
  for (const hello of [
    null,
    {},
    { type: 'hello', protocol: 0, role: 'panel', tabId: 1, journal: null, since: 0 },
  ]) {
    const port = browser.connect();
    const closed = vi.fn();
    port.onDisconnect.addListener(closed);
    port.postMessage(hello);
    await settle();
    expect(closed).toHaveBeenCalledOnce();
  }
});
