import { expect, test } from 'vitest';
import { Scheduler } from './scheduler.ts';

function bench(cost: number) {
  let now = 0;
  let runs = 0;
  let frame: (() => void) | null = null;
  const work = () => {
    runs += 1;
    now += cost;
  };
  const defer = (callback: () => void) => {
    frame = callback;
    return () => {
      frame = null;
    };
  };
  const scheduler = new Scheduler(work, defer, () => now);
  const tick = () => {
    now += 16;
    const callback = frame;
    frame = null;
    callback?.();
  };
  return { scheduler, tick, runs: () => runs, waiting: () => frame !== null };
}

test('any number of requests make one run in the next frame', () => {
  const { scheduler, tick, runs, waiting } = bench(1);
  for (let i = 0; i < 100; i++) scheduler.request();
  expect(runs()).toBe(0);
  tick();
  tick();
  expect(runs()).toBe(1);
  expect(waiting()).toBe(false);
});

test('slow work leaves frames free', () => {
  const { scheduler, tick, runs } = bench(100);
  for (let i = 0; i < 64; i++) {
    scheduler.request();
    tick();
  }
  expect(runs()).toBeLessThan(7);
  expect(runs()).toBeGreaterThan(3);
});

test('flush runs at once what was asked for, and only that', () => {
  const { scheduler, runs, waiting } = bench(1);
  scheduler.flush();
  expect(runs()).toBe(0);
  scheduler.request();
  scheduler.flush();
  expect(runs()).toBe(1);
  expect(waiting()).toBe(false);
});
