import { expect, test } from 'vitest';
import { useFakeTime } from '../testing/fake-time.ts';
import { DevTools, settle, World } from '../testing/world.ts';
import { GRACE } from './tabs/devtools-presence.ts';

useFakeTime();

const A = 'https://a.test/';

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
  // It waits for more to come: counting each event by itself would cost a busy page dearly.
  await settle(500);
  expect(world.badges.get(1)).not.toBe('2');
  await settle(1_500);
  // A visible 421 in Chromium is the second one.
  expect(world.badges.get(1)).toBe('2');
  devtools.close();
  await settle(GRACE + 100);
  expect(world.badges.get(1)).toBe('');
});
