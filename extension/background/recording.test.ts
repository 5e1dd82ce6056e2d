import { expect, test } from 'vitest';
import { useFakeTime } from '../testing/fake-time.ts';
import { DevTools, request, settle, World } from '../testing/world.ts';

useFakeTime();

const A = 'https://a.test/';
const B = 'https://b.test/';
const C = 'https://c.test/';

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
