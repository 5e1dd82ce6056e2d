import { describe, expect, it } from 'vitest';
import { A, attemptsOf, B, CONNECTIONS, PAGE, RESENT } from '../../testing/resent-sketch.ts';
import type { RequestSketch } from '../../testing/sketch-capture.ts';

describe('a candidate', () => {
  const first = (facts: object) =>
    attemptsOf('r2', {
      connections: [{ ...CONNECTIONS[0], id: '1', ...facts }, CONNECTIONS[1] ?? { id: '2' }],
    });

  it.each([
    ['another address', { remote: '10.0.0.2:443' }],
    ['another port', { remote: '10.0.0.1:8443' }],
    ['a certificate without the name', { names: ['a.shop.test'] }],
    ['HTTP/1.1', { protocol: 'http/1.1' }],
    ['an opening for the very origin', { openedFor: B }],
    ['been closed before', { openedAt: 0, closedAt: 90 }],
    ['a proxy', { proxy: 'https://proxy.test' }],
  ])('is not one that has %s', (_, facts) => {
    expect(first(facts)).toHaveLength(1);
  });

  it('is not a connection of another pool', () => {
    const connections = [
      { id: '1', openedFor: A, privacyMode: false },
      { id: '2', openedFor: B, privacyMode: true },
    ];
    expect(attemptsOf('r2', { connections })).toHaveLength(1);
  });

  it('is not a connection on which the origin was served', () => {
    const served: RequestSketch = { url: `${B}/y`, connection: '1', at: 400 };
    expect(attemptsOf('r2', { requests: [PAGE, RESENT, served] })).toHaveLength(1);
  });

  it('is not a connection that was opened only afterwards', () => {
    expect(attemptsOf('r2', { requests: [{ ...PAGE, at: 200 }, RESENT] })).toHaveLength(1);
  });

  it('is named only where there is exactly one', () => {
    const connections = [...CONNECTIONS, { id: '3', openedFor: 'https://c.shop.test', openedAt: 0 }];
    expect(attemptsOf('r2', { connections })[0]).toMatchObject({ connection: null, coalesced: true });
  });

  it('with credentials is distinguished from one without by what it carries', () => {
    const connections = [...CONNECTIONS, { id: '3', openedFor: A }];
    const cookie = { cookie: 'sid=1' };
    const requests: RequestSketch[] = [
      { ...PAGE, requestHeaders: cookie },
      { ...RESENT, requestHeaders: cookie },
      // The page's origin is served on two connections at a time: 3 is in another pool.
      { url: `${A}/font`, connection: '3', at: 10, took: 200, reused: false, setup: 20 },
      { url: `${A}/more`, connection: '1', at: 300 },
    ];
    expect(attemptsOf('r2', { connections, requests })[0]).toMatchObject({ connection: '1' });
  });
});

describe('the connection of the lost attempt', () => {
  const other = { id: '3', openedFor: 'https://c.shop.test' };

  it('is not a connection that was replaced before: its origin needed a new one since', () => {
    const again: RequestSketch = { url: `${A}/again`, connection: '3', at: 60, setup: 20, reused: false };
    const connections = [...CONNECTIONS, { id: '3', openedFor: A }];
    expect(attemptsOf('r3', { connections, requests: [PAGE, again, RESENT] })[0]).toMatchObject({
      status: 421,
      connection: '3',
    });
  });

  it.each([
    ['h2', '1'],
    ['h3', null],
  ] as const)(
    'is the oldest of several of one protocol, and unknown next to one with %s',
    (protocol, named) => {
      const cookie = { requestHeaders: { cookie: 'sid=1' } };
      const third: RequestSketch = {
        url: 'https://c.shop.test/',
        connection: '0',
        at: 5,
        setup: 5,
        reused: false,
        ...cookie,
      };
      const connections = [...CONNECTIONS, { ...other, id: '0', protocol, openedAt: 5 }].map((each) => ({
        ...each,
        names: ['*.shop.test'],
      }));
      const requests = [{ ...PAGE, ...cookie, setup: 2 }, third, { ...RESENT, ...cookie }];
      expect(attemptsOf('r3', { connections, requests })[0]).toMatchObject({
        status: 421,
        connection: named,
      });
    },
  );
});
