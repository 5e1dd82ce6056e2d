import { describe, expect, it } from 'vitest';
import { attemptsOf, B, CONNECTIONS, PAGE, RESENT } from '../../testing/resent-sketch.ts';
import type { RequestSketch } from '../../testing/sketch-capture.ts';

describe('where the first connection to an address lost as much time as its setup takes', () => {
  const first = (stalled: number): RequestSketch => ({ ...PAGE, stalled, took: 200 });

  it('another that lost as much does not show a 421: the server asks for a client certificate', () => {
    expect(attemptsOf('r2', { requests: [first(25), { ...RESENT, stalled: 45 }] })).toHaveLength(1);
  });

  it('it does where another origin of that address opened its first connection at once', () => {
    const C = 'https://c.shop.test';
    const connections = [...CONNECTIONS, { id: '3', openedFor: C }, { id: '4', openedFor: B }];
    const quick: RequestSketch = { ...RESENT, at: 300, connection: '3', stalled: 0.5 };
    const found = (url: string) =>
      attemptsOf('r2', {
        connections,
        requests: [first(25), { ...RESENT, stalled: 45 }, { ...quick, url: `${url}/q` }],
      });
    expect(found(C)).toHaveLength(2);
    // The certificate that was chosen for an origin is remembered for its later connections.
    expect(found(B)).toHaveLength(1);
  });

  it('one that lost less was sent before even so', () => {
    expect(attemptsOf('r2', { requests: [first(10), { ...RESENT, stalled: 45 }] })).toHaveLength(2);
  });
});
