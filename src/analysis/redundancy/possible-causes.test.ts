import { describe, expect, it } from 'vitest';
import { type ConnectionSketch, sketchCapture } from '../../testing/sketch-capture.ts';
import { analyze } from '../analyze.ts';

const A = 'https://a.shop.test';
const B = 'https://b.shop.test';

/** The possible causes of the second of two connections, as a HAR reports them. */
function possible(
  second: Partial<ConnectionSketch> = {},
  first: Partial<ConnectionSketch> = {},
  { later = true }: { readonly later?: boolean } = {},
) {
  const { connections, summary } = analyze(
    sketchCapture({
      connections: [
        { id: '1', openedFor: A, openedAt: 0, ...first },
        { id: '2', openedFor: B, openedAt: 100, ...second },
      ],
      requests: [
        { url: `${A}/`, connection: '1', at: 0, took: 500 },
        { url: `${B}/`, connection: '2', at: 100 },
        ...(later ? [{ url: `${A}/later`, connection: '1', at: 200 }] : []),
      ],
    }),
  );
  const causes = connections.get('2')?.possibleCauses ?? [];
  expect(Object.keys(summary.redundantAtMost).sort()).toEqual([...causes].sort());
  return new Set(causes);
}

/** The causes that a HAR never rules out (docs/report.md). */
const NEVER_RULED_OUT = ['CRED', 'PARTITION', 'PROXY', 'CLIENT-CERT', 'AFTER-421'];

describe('the upper bound of a HAR', () => {
  it('has everything that the HAR does not rule out', () => {
    // The same address, used again later, ready long before: no IP, no CLOSED, no RACE. Both are HTTP/2.
    expect(possible()).toEqual(new Set([...NEVER_RULED_OUT, 'CERT']));
  });

  it('does not have CERT when the certificate is known to name the host', () => {
    expect(possible({}, { names: ['*.shop.test'] })).toEqual(new Set(NEVER_RULED_OUT));
  });

  it('has CLOSED when it is unknown how long the other was open, and RACE when it was being set up', () => {
    // A response that ends after a GOAWAY is no evidence.
    expect(possible({}, {}, { later: false })).toContain('CLOSED');
    expect(possible({}, { setup: { dns: null, connect: 60, tls: 60 } })).toContain('RACE');
  });

  it('has IP at a different address, and CERT when that is certain, because a host may have several addresses', () => {
    expect(possible({ remote: '10.0.0.2:443' })).toContain('IP');
    expect(possible({ remote: '10.0.0.2:443' }, { names: ['a.shop.test'] })).toEqual(new Set(['CERT']));
  });

  it('has one cause when one obstacle is certain, and none when two are', () => {
    // The browser could not know before the request that the host supports only HTTP/1.1.
    expect(possible({ protocol: 'http/1.1' })).toEqual(new Set(['PROTOCOL', 'AFTER-421']));
    expect(possible({ protocol: 'http/1.1' }, { names: ['a.shop.test'] })).toEqual(new Set());
  });

  it('has every cause when it is unknown what the connection was opened for', () => {
    expect(possible({ openedFor: null }).size).toBe(10);
  });
});

it('is empty when a log reports everything', () => {
  const known = { names: ['*.shop.test'], privacyMode: false, partition: 'p' };
  const { connections } = analyze(
    sketchCapture({
      source: 'netlog',
      connections: [
        { id: '1', openedFor: A, openedAt: 0, ...known },
        { id: '2', openedFor: B, openedAt: 100, ...known, privacyMode: true },
      ],
      requests: [
        { url: `${A}/`, connection: '1', at: 0 },
        { url: `${B}/`, connection: '2', at: 100 },
      ],
    }),
  );
  expect(connections.get('2')).toMatchObject({ redundant: { cause: 'CRED' }, possibleCauses: [] });
});
