import { expect, test } from 'vitest';
import type { EvidenceBatch } from '../../ui/host.ts';
import { PortLiveHost } from '../panel/live-host.ts';
import { useFakeTime } from '../testing/fake-time.ts';
import { DevTools, request, settle, World } from '../testing/world.ts';

useFakeTime();

const A = 'https://a.test/';
const B = 'https://b.test/';
const C = 'https://c.test/';

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

test('a new DevTools’ journal, too, is told only once it is stored', async () => {
  const world = new World({ slow: 50 });
  for (let i = 0; i < 20; i++) world.see(1, request(`${i}`, A));
  await settle(1_000);
  const devtools = new DevTools(world, 1);
  await settle(40);
  expect(devtools.urls).toEqual([]);
  await settle(1_000);
  expect(devtools.urls).toHaveLength(20);
});
