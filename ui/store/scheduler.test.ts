import { expect, test } from 'vitest';
import { Scheduler } from './scheduler.ts';

function bench(cost: number) {
  let now = 0;
  let runs = 0;
  let busy = false;
  const frames = new Set<() => void>();
  const work = () => {
    runs += 1;
    now += cost;
  };
  const defer = (callback: () => void) => {
    frames.add(callback);
    return () => frames.delete(callback);
  };
  const scheduler = new Scheduler(work, { defer, now: () => now, busy: () => busy });
  const tick = (ms = 16) => {
    now += ms;
    const callbacks = [...frames];
    frames.clear();
    for (const callback of callbacks) callback();
  };
  return {
    scheduler,
    tick,
    runs: () => runs,
    waiting: () => frames.size > 0,
    setBusy: (is: boolean) => {
      busy = is;
    },
  };
}

test('any number of requests make one run in the next frame', () => {
  const { scheduler, tick, runs, waiting } = bench(1);
  for (let i = 0; i < 100; i++) scheduler.request();
  expect(runs()).toBe(0);
  tick();
  tick();
  tick();
  expect(runs()).toBe(1);
  expect(waiting()).toBe(false);
});

test('slow work leaves frames free', () => {
  const { scheduler, tick, runs } = bench(100);
  for (let i = 0; i < 250; i++) {
    scheduler.request();
    tick();
  }
  // Of about four seconds a tenth, each run of 100 ms.
  expect(runs()).toBeLessThan(7);
  expect(runs()).toBeGreaterThan(2);
});

test('slow work waits for the end of a gesture, but not for ever', () => {
  const { scheduler, tick, runs, setBusy } = bench(100);
  scheduler.request();
  tick();
  expect(runs()).toBe(1);
  setBusy(true);
  scheduler.request();
  for (let i = 0; i < 80; i++) tick();
  expect(runs()).toBe(1);
  setBusy(false);
  tick();
  expect(runs()).toBe(2);
  setBusy(true);
  scheduler.request();
  for (let i = 0; i < 160; i++) tick();
  expect(runs()).toBe(3);
});

test('quick work does not wait for anybody', () => {
  const { scheduler, tick, runs, setBusy } = bench(1);
  setBusy(true);
  scheduler.request();
  tick();
  tick();
  scheduler.request();
  tick();
  expect(runs()).toBe(2);
});

test('flush runs at once what was asked for, and only that', () => {
  const { scheduler, runs, waiting } = bench(1);
  scheduler.flush();
  expect(runs()).toBe(0);
  scheduler.request();
  scheduler.flush();
  expect(runs()).toBe(1);
  scheduler.stop();
  expect(waiting()).toBe(false);
});

test('the time in which nobody saw the panel is no rendering', () => {
  const { scheduler, tick, runs } = bench(1);
  scheduler.request();
  tick();
  expect(runs()).toBe(1);
  // Hidden for a minute: no frame comes. Then it is seen again, and news are waiting.
  tick(60_000);
  scheduler.request();
  tick();
  expect(runs()).toBe(2);
});

test('however slow one run was, the next is not long in coming', () => {
  const { scheduler, tick, runs } = bench(5_000);
  scheduler.request();
  tick();
  scheduler.request();
  for (let i = 0; i < 3_000 / 16 + 2; i++) tick();
  expect(runs()).toBe(2);
});
