import { describe, expect, it } from 'vitest';
import { attemptsOf, B, PAGE, RESENT } from '../../testing/resent-sketch.ts';
import type { RequestSketch } from '../../testing/sketch-capture.ts';

describe('a request made while the new connection was opened', () => {
  const follower: RequestSketch = { url: `${B}/y`, connection: '2', at: 110, took: 90, stalled: 55 };

  it('got the same 421, and where its lost attempt ended is not known', () => {
    expect(attemptsOf('r3', { requests: [PAGE, RESENT, follower] })).toMatchObject([
      { status: 421, certainty: 'inferred', connection: '1', endedAt: null },
      { status: 200, connection: '2', resent: true },
    ]);
  });

  it('got it too when it started as the connection became ready: the clocks differ by some milliseconds', () => {
    const close = { ...follower, at: 164, stalled: 21 };
    expect(attemptsOf('r3', { requests: [PAGE, RESENT, close] })).toHaveLength(2);
    expect(attemptsOf('r3', { requests: [PAGE, RESENT, { ...close, at: 175 }] })).toHaveLength(1);
  });

  it.each([
    ['came when it was there', { at: 180, stalled: 0.5 }],
    ['came late and hardly waited', { at: 159, stalled: 4 }],
  ])('did not when it %s', (_, late) => {
    expect(attemptsOf('r3', { requests: [PAGE, RESENT, { ...follower, ...late }] })).toHaveLength(1);
  });

  it('did not when the one that opened it was not re-sent', () => {
    const requests = [PAGE, { ...RESENT, stalled: 0.3 }, follower];
    expect(attemptsOf('r3', { requests })).toHaveLength(1);
  });
});
