import { expect, test } from 'vitest';
import { useFakeTime } from '../testing/fake-time.ts';
import { DevTools, request, settle, World } from '../testing/world.ts';

useFakeTime();

const A = 'https://a.test/';

test('what the browser’s own log says is part of the tab’s journal, also after the worker and the panel were away', async () => {
  const world = new World();
  const devtools = new DevTools(world, 1);
  await settle();
  devtools.feed.say([request('d1', A, 'har')]);
  await settle();
  const now = Date.now();
  const told = { kind: 'request', source: 'netlog', key: 'log/1', url: A, method: 'GET' } as const;
  const attempt = { kind: 'attempt', source: 'netlog', key: 'log/1' } as const;
  const events = [
    { ...told, facts: { startedAt: now } },
    { ...attempt, index: 0, facts: { connection: '7', status: 421, restart: 'misdirected' } },
    { ...attempt, index: 1, facts: { connection: '9', status: 200 } },
  ] as const;
  // More than one message can hold.
  const many = Array.from({ length: 1_200 }, (_, port) => ({
    kind: 'connection' as const,
    source: 'netlog' as const,
    id: String(port),
    facts: { protocol: 'h2' as const },
  }));
  devtools.live.join([...many, ...events]);
  await settle();
  const statuses = ({ capture }: DevTools) =>
    capture.requests.map(({ attempts }) => attempts.map(({ status }) => status));
  expect(statuses(devtools)).toEqual([[421, 200]]);
  world.stop();
  const later = new DevTools(world, 1);
  await settle();
  expect(statuses(later)).toEqual([[421, 200]]);
  expect(later.capture.connections.length).toBe(1_200);
});
