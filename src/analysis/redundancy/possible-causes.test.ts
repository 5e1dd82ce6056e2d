import { describe, expect, it } from 'vitest';
import { type ConnectionSketch, sketchCapture } from '../../testing/sketch-capture.ts';
import { analyze } from '../analyze.ts';

const A = 'https://a.shop.test';
const B = 'https://b.shop.test';

/** Of the second of two connections, as a HAR reports it: what it may be. */
function perhaps(
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
  const causes = connections.get('2')?.perhapsRedundant ?? [];
  expect(Object.keys(summary.redundantAtMost).sort()).toEqual([...causes].sort());
  return new Set(causes);
}

/** What a HAR never states (docs/report.md). */
const NEVER_TOLD = ['CRED', 'PARTITION', 'PROXY', 'CLIENT-CERT', 'AFTER-421'];

describe('the upper bound of a HAR', () => {
  it('has everything that the HAR does not rule out', () => {
    // One address, used again later, long ready: no IP, no CLOSED, no RACE; and both are HTTP/2.
    expect(perhaps()).toEqual(new Set([...NEVER_TOLD, 'CERT']));
  });

  it('has no certificate where the name is known to fit', () => {
    expect(perhaps({}, { names: ['*.shop.test'] })).toEqual(new Set(NEVER_TOLD));
  });

  it('has CLOSED where nobody knows how long the other was open, RACE where it was being set up', () => {
    // An answer that ends after a GOAWAY proves nothing.
    expect(perhaps({}, {}, { later: false })).toContain('CLOSED');
    expect(perhaps({}, { setup: { dns: null, connect: 60, tls: 60 } })).toContain('RACE');
  });

  it('has IP at another address, and CERT where that is certain, for the address may be another of several', () => {
    expect(perhaps({ remote: '10.0.0.2:443' })).toContain('IP');
    expect(perhaps({ remote: '10.0.0.2:443' }, { names: ['a.shop.test'] })).toEqual(new Set(['CERT']));
  });

  it('has one cause where one thing is certain, and none where two are', () => {
    // Nobody knew that it speaks HTTP/1.1 alone before it was asked.
    expect(perhaps({ protocol: 'http/1.1' })).toEqual(new Set(['PROTOCOL', 'AFTER-421']));
    expect(perhaps({ protocol: 'http/1.1' }, { names: ['a.shop.test'] })).toEqual(new Set());
  });

  it('has everything where it is not known what the connection was opened for', () => {
    expect(perhaps({ openedFor: null }).size).toBe(10);
  });
});

it('is empty where a log reports everything', () => {
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
  expect(connections.get('2')).toMatchObject({ redundant: { cause: 'CRED' }, perhapsRedundant: [] });
});
