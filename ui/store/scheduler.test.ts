import { expect, test } from 'vitest';
import { Scheduler } from './scheduler.ts';

/** A scheduler with work that takes `cost` ms in `steps` steps, and a simulated clock. */
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
  // A tenth of about four seconds, in runs of 100 ms.
  expect(runs()).toBeLessThan(7);
  expect(runs()).toBeGreaterThan(2);
});

test('slow work waits for the end of a gesture, but not forever', () => {
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

test('quick work does not wait for a gesture', () => {
  const { scheduler, tick, runs, setBusy } = bench(1);
  setBusy(true);
  scheduler.request();
  tick();
  tick();
  scheduler.request();
  tick();
  expect(runs()).toBe(2);
});

test('flush runs requested work immediately, and does nothing without any', () => {
  const { scheduler, runs, waiting } = bench(1);
  scheduler.flush();
  expect(runs()).toBe(0);
  scheduler.request();
  scheduler.flush();
  expect(runs()).toBe(1);
  scheduler.stop();
  expect(waiting()).toBe(false);
});

test('time in which the panel was hidden does not count as rendering', () => {
  const { scheduler, tick, runs } = bench(1);
  scheduler.request();
  tick();
  expect(runs()).toBe(1);
  // Hidden for a minute, no frame is drawn. Then it is visible again, and there is new evidence.
  tick(60_000);
  scheduler.request();
  tick();
  expect(runs()).toBe(2);
});

test('the next run starts within a few seconds, however slow the last one was', () => {
  const { scheduler, tick, runs } = bench(5_000);
  scheduler.request();
  tick();
  scheduler.request();
  for (let i = 0; i < 3_000 / 16 + 2; i++) tick();
  expect(runs()).toBe(2);
});

test('work in steps yields the thread regularly and does not count as slow', () => {
  const { scheduler, tick, runs, setBusy } = bench(100, 100);
  setBusy(true);
  scheduler.request();
  for (let i = 0; i < 12; i++) tick();
  expect(runs()).toBe(0);
  tick();
  expect(runs()).toBe(1);
});

test('requests during a run cause one more run', () => {
  const { scheduler, tick, runs } = bench(100, 100);
  scheduler.request();
  for (let i = 0; i < 5; i++) {
    tick();
    scheduler.request();
  }
  for (let i = 0; i < 100; i++) tick();
  expect(runs()).toBe(2);
});

test('a restart drops the current run and starts without a rest', () => {
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

test('flush finishes the current run and runs again for later requests', () => {
  const { scheduler, tick, runs, waiting } = bench(100, 100);
  scheduler.request();
  tick();
  scheduler.request();
  scheduler.flush();
  expect(runs()).toBe(2);
  scheduler.stop();
  expect(waiting()).toBe(false);
});
