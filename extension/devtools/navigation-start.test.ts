import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { navigationStart } from './navigation-start.ts';

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

async function answered(...answers: (() => Promise<unknown>)[]): Promise<unknown> {
  const started = navigationStart(() => (answers.length > 1 ? answers.shift() : answers[0])?.() ?? never());
  await vi.advanceTimersByTimeAsync(10_000);
  return started;
}

const never = () => new Promise<unknown>(() => undefined);
const refuse = () => Promise.reject(new Error('has no execution context'));

test('navigationStart reads the result in the form of each browser', async () => {
  expect(await answered(async () => 5)).toBe(5);
  expect(await answered(async () => [5, undefined])).toBe(5);
});

test('navigationStart tries again after an error or without a result', async () => {
  expect(
    await answered(
      refuse,
      async () => [undefined, { isError: true }],
      never,
      async () => 5,
    ),
  ).toBe(5);
});

test('navigationStart gives up on a halted page and on invalid results', async () => {
  expect(await answered(never)).toBeNull();
  expect(await answered(async () => 'soon')).toBeNull();
  expect(await answered(async () => Number.NaN)).toBeNull();
});
