import { expect, test } from 'vitest';
import { finish, stepping } from './steps.ts';

test('visits everything in order and pauses after each stride', () => {
  const seen: number[] = [];
  const steps = stepping([1, 2, 3, 4, 5], (n) => seen.push(n), 2);
  const afterEach: number[] = [];
  while (steps.next().done !== true) afterEach.push(seen.length);
  expect(seen).toEqual([1, 2, 3, 4, 5]);
  expect(afterEach).toEqual([2, 4]);
});

test('finish gives what the work returns', () => {
  expect(finish(work())).toBe('done');
});

function* work(): Generator<void, string, void> {
  yield;
  return 'done';
}
