import { describe, expect, it } from 'vitest';
import { attemptsOf, PAGE, RESENT } from '../../testing/resent-sketch.ts';
import type { RequestSketch } from '../../testing/sketch-capture.ts';

describe('where the first connection to an address lost as much time as its setup takes', () => {
  const first = (stalled: number): RequestSketch => ({ ...PAGE, stalled, took: 200 });

  it('another that lost as much does not show a 421: the server asks for a client certificate', () => {
    expect(attemptsOf('r2', { requests: [first(25), { ...RESENT, stalled: 45 }] })).toHaveLength(1);
  });

  it('one that lost less was sent before even so', () => {
    expect(attemptsOf('r2', { requests: [first(10), { ...RESENT, stalled: 45 }] })).toHaveLength(2);
  });
});
