import { expect, test } from 'vitest';
import { FakeBrowser, FakeDevTools, request, settle } from '../testing/fake-browser.ts';
import { useFakeTime } from '../testing/fake-time.ts';

useFakeTime();

const A = 'https://a.test/';
const B = 'https://b.test/';
const C = 'https://c.test/';

test('a clear removes the requests for good and keeps facts about connections', async () => {
  const browser = new FakeBrowser();
  const devtools = new FakeDevTools(browser, 1);
  await settle();
  const connection = { kind: 'connection', source: 'har', id: '7', facts: { protocol: 'h2' } } as const;
  const attempt = (key: string) =>
    ({ kind: 'attempt', source: 'har', key, index: 'final', facts: { connection: '7' } }) as const;
  devtools.feed.record([request('d1', A, 'har'), connection, attempt('d1')]);
  browser.observe(1, request('1', B));
  await settle(100);
  devtools.live.clear();
  await settle();
  expect(devtools.urls).toEqual([]);
  // Late evidence about a cleared request does not restore it.
  const { facts: _start, ...late } = request('1', B) as Extract<
    ReturnType<typeof request>,
    { kind: 'request' }
  >;
  browser.observe(1, { ...late, facts: { status: 200 } });
  browser.stop();
  devtools.feed.record([request('d2', C, 'har'), attempt('d2')]);
  await settle();
  expect(devtools.urls).toEqual([C]);
  expect(devtools.capture.connections).toMatchObject([{ id: '7', protocol: 'h2' }]);
  const later = new FakeDevTools(browser, 1);
  await settle();
  expect(later.urls).toEqual([C]);
  expect(later.capture.connections).toMatchObject([{ id: '7', protocol: 'h2' }]);
});

test('while paused, new requests of every source are ignored, and open ones are followed to their end', async () => {
  const browser = new FakeBrowser();
  const devtools = new FakeDevTools(browser, 1);
  await settle();
  const started = Date.now();
  browser.observe(1, request('1', A));
  await settle(100);
  devtools.live.setRecording(false);
  await settle(100);
  const paused = Date.now();
  browser.observe(1, request('2', B));
  browser.observe(1, {
    kind: 'request',
    source: 'webrequest',
    key: '1',
    url: A,
    method: 'GET',
    facts: { status: 204 },
  });
  devtools.feed.record([request('d1', A, 'har', started)]);
  await settle(10);
  browser.stop();
  await settle();
  expect(devtools.live.state.value.recording).toBe(false);
  devtools.live.setRecording(true);
  await settle(100);
  devtools.feed.record([request('d2', B, 'har', paused)]);
  browser.observe(1, request('3', C));
  await settle();
  expect(devtools.urls).toEqual([A, C]);
  expect(devtools.capture.requests[0]).toMatchObject({ status: 204, sources: ['har', 'webrequest'] });
});
