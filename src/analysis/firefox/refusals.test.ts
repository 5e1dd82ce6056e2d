import { describe, expect, it } from 'vitest';
import { Refusals, type Resending } from './refusals.ts';

const B = 'https://b.test';
const TRACES = { byType: true, byTiming: true, visible: false, sentAt: 1, endedAt: 2, resentAt: 3 };
const resent = (id: string, facts: Partial<Resending> = {}): Resending => ({
  ...{ id, origin: B, discarded: TRACES, apart: true },
  ...facts,
});

function verdictAfter(served: number, ...resendings: Resending[]): boolean[] {
  const refusals = new Refusals();
  for (let i = 0; i < served; i += 1) refusals.served(B);
  for (const resending of resendings) refusals.discarded(resending);
  return [...refusals.verdicts().values()].map(({ misdirected }) => misdirected);
}

describe('a response that was discarded', () => {
  it('is a 421 if the origin was never answered on a shared connection', () => {
    expect(verdictAfter(0, resent('1'))).toEqual([true]);
  });

  it('is not one if the origin is otherwise answered there, as after a 408', () => {
    expect(verdictAfter(1, resent('1'))).toEqual([false]);
    expect(verdictAfter(3, resent('1'), resent('2'))).toEqual([false, false]);
  });

  it('is one if the origin was sent again more often than answered there', () => {
    expect(verdictAfter(1, resent('1'), resent('2'))).toEqual([true, true]);
  });

  it('is one if the page saw the second 421', () => {
    expect(verdictAfter(5, resent('1', { discarded: { ...TRACES, visible: true } }))).toEqual([true]);
  });

  it('is less certain if the new connection was used afterwards', () => {
    const refusals = new Refusals();
    refusals.discarded(resent('1'));
    const before = refusals.verdicts().get('1')?.confidence ?? 0;
    refusals.outlived('1');
    expect(refusals.verdicts().get('1')?.confidence).toBeLessThan(before);
  });
});

it('an origin refuses while more of its requests were sent again than answered', () => {
  const refusals = new Refusals();
  expect(refusals.refuses(B)).toBe(false);
  refusals.discarded(resent('1'));
  expect(refusals.refuses(B)).toBe(true);
  refusals.served(B);
  expect(refusals.refuses(B)).toBe(false);
});
