import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { EvidenceBatch } from '../../ui/host.ts';
import { PortLiveHost } from '../panel/live-host.ts';
import { DevTools, request, settle, World } from '../testing/world.ts';
import { GRACE } from './attendance.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

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

test('stopping the worker loses nothing, and the panel is told only what is new', async () => {
  const world = new World();
  const devtools = new DevTools(world, 1);
  await settle();
  world.see(1, request('1', A));
  devtools.feed.say([request('d1', B, 'har')]);
  await settle();
  expect(devtools.urls).toEqual([A, B]);
  devtools.batches.length = 0;
  world.stop();
  devtools.feed.say([request('d2', C, 'har')]);
  await settle();
  world.see(1, request('2', 'https://d.test/'));
  await settle();
  expect(devtools.urls).toEqual([A, B, C, 'https://d.test/']);
  expect(devtools.batches.every(({ before }) => before === 'nothing')).toBe(true);
  expect(devtools.batches.flatMap(({ events }) => events)).toHaveLength(2);
});

test('stopped at any moment, the panel ends with what a worker that was never stopped shows', async () => {
  for (let at = 0; at < 12; at++) {
    const world = new World();
    const devtools = new DevTools(world, 1);
    await settle();
    for (let step = 0; step < 12; step++) {
      if (step % 2 === 0) world.see(1, request(`${step}`, `https://w${step}.test/`));
      else devtools.feed.say([request(`d${step}`, `https://h${step}.test/`, 'har')]);
      // What was handed to the worker is stored before the next turn; then it can go.
      for (let turn = 0; turn < 8; turn++) await Promise.resolve();
      if (step === at) world.stop();
    }
    await settle(2_000);
    const expected = Array.from({ length: 12 }, (_, i) => `https://${i % 2 === 0 ? 'w' : 'h'}${i}.test/`);
    expect(devtools.urls.toSorted(), `stopped after step ${at}`).toEqual(expected.toSorted());
    devtools.close();
  }
});

test('a panel is told only what is stored, so that what comes after a stop is never taken for it', async () => {
  const world = new World({ slow: 50 });
  const devtools = new DevTools(world, 1);
  await settle(1_000);
  world.see(1, request('1', A));
  await settle(20);
  // While the first is being written comes another.
  world.see(1, request('2', B));
  await settle(40);
  expect(devtools.urls).toEqual([A]);
  world.stop();
  world.see(1, request('3', C));
  await settle(1_000);
  expect(devtools.urls).toEqual([A, C]);
});

test('a panel that opens after a restart waits for what the DevTools page says again', async () => {
  const world = new World();
  const devtools = new DevTools(world, 1);
  await settle();
  devtools.feed.say([request('d1', A, 'har')]);
  await settle();
  world.see(1, request('1', B));
  await settle();
  world.stop();
  // It connects before the DevTools page is back.
  const batches: EvidenceBatch[] = [];
  const panel = new PortLiveHost({ tabId: 1, connect: world.connect, reload: () => undefined });
  panel.subscribe((batch) => batches.push(batch));
  await settle();
  const urls = batches
    .flatMap(({ events }) => events)
    .map((event) => (event.kind === 'request' ? event.url : ''));
  expect(urls).toEqual(['', A, B]);
});

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

test('clear forgets the requests for good and keeps what is known of connections', async () => {
  const world = new World();
  const devtools = new DevTools(world, 1);
  await settle();
  const connection = { kind: 'connection', source: 'har', id: '7', facts: { protocol: 'h2' } } as const;
  const attempt = (key: string) =>
    ({ kind: 'attempt', source: 'har', key, index: 'final', facts: { connection: '7' } }) as const;
  devtools.feed.say([request('d1', A, 'har'), connection, attempt('d1')]);
  world.see(1, request('1', B));
  await settle(100);
  devtools.live.clear();
  await settle();
  expect(devtools.urls).toEqual([]);
  // Late evidence of what was cleared does not bring it back.
  const { facts: _start, ...late } = request('1', B) as Extract<
    ReturnType<typeof request>,
    { kind: 'request' }
  >;
  world.see(1, { ...late, facts: { status: 200 } });
  world.stop();
  devtools.feed.say([request('d2', C, 'har'), attempt('d2')]);
  await settle();
  expect(devtools.urls).toEqual([C]);
  expect(devtools.capture.connections).toMatchObject([{ id: '7', protocol: 'h2' }]);
  const later = new DevTools(world, 1);
  await settle();
  expect(later.urls).toEqual([C]);
  expect(later.capture.connections).toMatchObject([{ id: '7', protocol: 'h2' }]);
});

test('paused, new requests are left out, from every source; those under way are seen to their end', async () => {
  const world = new World();
  const devtools = new DevTools(world, 1);
  await settle();
  const started = Date.now();
  world.see(1, request('1', A));
  await settle(100);
  devtools.live.setRecording(false);
  await settle(100);
  const paused = Date.now();
  world.see(1, request('2', B));
  world.see(1, {
    kind: 'request',
    source: 'webrequest',
    key: '1',
    url: A,
    method: 'GET',
    facts: { status: 204 },
  });
  devtools.feed.say([request('d1', A, 'har', started)]);
  await settle(10);
  world.stop();
  await settle();
  expect(devtools.live.state.value.recording).toBe(false);
  devtools.live.setRecording(true);
  await settle(100);
  devtools.feed.say([request('d2', B, 'har', paused)]);
  world.see(1, request('3', C));
  await settle();
  expect(devtools.urls).toEqual([A, C]);
  expect(devtools.capture.requests[0]).toMatchObject({ status: 204, sources: ['har', 'webrequest'] });
});

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
  expect([...world.items.keys()].filter((key) => /^tab \d+$/.test(key)).length).toBeLessThanOrEqual(31);
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

test('the badge counts misdirected attempts, and goes with DevTools', async () => {
  const world = new World();
  const devtools = new DevTools(world, 1);
  await settle(2_000);
  devtools.feed.say([
    {
      kind: 'request',
      source: 'har',
      key: 'd1',
      url: A,
      method: 'GET',
      facts: { status: 421, startedAt: 5 },
    },
    { kind: 'attempt', source: 'har', key: 'd1', index: 'final', facts: { status: 421, connection: '1' } },
  ]);
  await settle(2_000);
  // A visible 421 in Chromium is the second one.
  expect(world.badges.get(1)).toBe('2');
  devtools.close();
  await settle(GRACE + 100);
  expect(world.badges.get(1)).toBe('');
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
