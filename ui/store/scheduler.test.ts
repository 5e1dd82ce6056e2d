import { expect, test } from 'vitest';
import { Scheduler } from './scheduler.ts';

/** Work that takes `cost` ms, in so many steps. */
function bench(cost: number, steps = 1) {
  let now = 0;
  let runs = 0;
  let busy = false;
  const frames = new Set<() => void>();
  function* work() {
    for (let step = 1; step < steps; step++) {
      now += cost / steps;
      yield;
    }
    now += cost / steps;
    runs += 1;
  }
  const defer = (callback: () => void) => {
    frames.add(callback);
    return () => frames.delete(callback);
  };
  const scheduler = new Scheduler(work, { defer, pause: defer, now: () => now, busy: () => busy });
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

test('work in steps leaves the thread free after each few of them, and is not felt', () => {
  const { scheduler, tick, runs, setBusy } = bench(100, 100);
  setBusy(true);
  scheduler.request();
  for (let i = 0; i < 12; i++) tick();
  expect(runs()).toBe(0);
  tick();
  expect(runs()).toBe(1);
});

test('what is asked for meanwhile is done afterwards, once', () => {
  const { scheduler, tick, runs } = bench(100, 100);
  scheduler.request();
  for (let i = 0; i < 5; i++) {
    tick();
    scheduler.request();
  }
  for (let i = 0; i < 100; i++) tick();
  expect(runs()).toBe(2);
});

test('a restart drops what is under way and does not rest', () => {
  const { scheduler, tick, runs } = bench(100, 100);
  scheduler.request();
  for (let i = 0; i < 5; i++) tick();
  scheduler.restart();
  for (let i = 0; i < 12; i++) tick();
  expect(runs()).toBe(0);
  tick();
  expect(runs()).toBe(1);
  scheduler.restart();
  for (let i = 0; i < 13; i++) tick();
  expect(runs()).toBe(2);
});

test('flush ends what is under way, with what was asked for since', () => {
  const { scheduler, tick, runs, waiting } = bench(100, 100);
  scheduler.request();
  tick();
  scheduler.request();
  scheduler.flush();
  expect(runs()).toBe(2);
  scheduler.stop();
  expect(waiting()).toBe(false);
});
