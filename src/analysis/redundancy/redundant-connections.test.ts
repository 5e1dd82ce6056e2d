import { describe, expect, it } from 'vitest';
import { type CaptureSketch, type ConnectionSketch, sketchCapture } from '../../testing/sketch-capture.ts';
import { analyze } from '../analyze.ts';

const A = 'https://a.shop.test';
const B = 'https://b.shop.test';

const FIRST: ConnectionSketch = {
  id: '1',
  openedFor: A,
  openedAt: 0,
  names: ['*.shop.test'],
  privacyMode: false,
  partition: 'p',
};
const SECOND: ConnectionSketch = { id: '2', openedFor: B, openedAt: 100, privacyMode: true, partition: 'p' };

const BLOCKED = { privacyMode: true, credentials: 'partitioned' } as const;
const P = { proxy: 'https://proxy.test' };

function redundancyOf(first: Partial<ConnectionSketch>, second: Partial<ConnectionSketch>) {
  const sketch: CaptureSketch = {
    connections: [
      { ...FIRST, ...first },
      { ...SECOND, ...second },
    ],
    requests: [
      { url: `${A}/`, connection: '1', at: 0 },
      // Sent after the second was opened, so the first was open then.
      { url: `${A}/later`, connection: '1', at: 200 },
      { url: `${B}/`, connection: '2', at: 100 },
    ],
  };
  return analyze(sketchCapture(sketch)).connections.get('2')?.redundant ?? null;
}

describe('a connection next to one that fits', () => {
  it('is CRED when only the credentials keep them apart', () => {
    expect(redundancyOf({}, {})).toEqual({
      cause: 'CRED',
      sharedWith: '1',
      certainty: 'derived',
    });
  });

  it('is PARTITION when only the partition does', () => {
    expect(redundancyOf({}, { privacyMode: false, partition: 'q' })).toMatchObject({ cause: 'PARTITION' });
  });

  it.each([
    ['both do', {}, { partition: 'q' }],
    ['neither is known to', {}, { privacyMode: null }],
    ['the certificate lacks the name', { names: ['a.shop.test'] }, {}],
    ['the certificate is not known', { names: undefined }, {}],
    ['the address differs', {}, { remote: '10.0.0.2:443' }],
    ['it is HTTP/1.1', {}, { protocol: 'http/1.1' }],
    ['the other was closed', { closedAt: 50 }, {}],
    ['one goes through a proxy', { proxy: 'https://proxy.test' }, {}],
  ])('is not redundant when %s', (_, first, second) => {
    expect(redundancyOf(first as Partial<ConnectionSketch>, second as Partial<ConnectionSketch>)).toBeNull();
  });

  it('needs no certificate when both were opened for the same origin', () => {
    expect(redundancyOf({ names: undefined, openedFor: B }, {})).toMatchObject({ cause: 'CRED' });
  });
});

/** These two differ only in what a test changes. */
const ALIKE = { privacyMode: false };

describe('the one thing that keeps two connections apart', () => {
  it.each([
    ['CERT', 'a certificate without the name', { names: ['a.shop.test'] }, ALIKE],
    ['IP', 'another address', {}, { ...ALIKE, remote: '10.0.0.2:443' }],
    ['PROTOCOL', 'an older protocol', {}, { ...ALIKE, protocol: 'http/1.1' }],
    ['PROTOCOL', 'a newer protocol', {}, { ...ALIKE, protocol: 'h3', openedFor: A }],
    ['PROXY', 'a proxy', {}, { ...ALIKE, proxy: 'https://proxy.test' }],
    ['PROXY', 'the same proxy: a tunnel is to one host', P, { ...ALIKE, ...P }],
    ['CLIENT-CERT', 'a client certificate on the open one', { clientCertificate: true }, ALIKE],
    ['CLIENT-CERT', 'a client certificate on the new one', {}, { ...ALIKE, clientCertificate: true }],
    ['RACE', 'nothing but its setup', { setup: { dns: null, connect: 60, tls: 60 } }, ALIKE],
    ['CLOSED', 'nothing but its end', { closedAt: 90 }, ALIKE],
    ['CLOSED', 'nothing but its GOAWAY', { retiredAt: 90, closedAt: 400 }, ALIKE],
    ['CRED', 'another pool without credentials', { ...BLOCKED, credentials: 'none' }, BLOCKED],
  ])('is %s for %s', (cause, _, first, second) => {
    const found = redundancyOf(first as Partial<ConnectionSketch>, second as Partial<ConnectionSketch>);
    expect(found).toMatchObject({ cause, sharedWith: '1', certainty: 'derived' });
  });

  it.each([
    ['nothing that any source reports', {}, ALIKE],
    ['a port', {}, { ...ALIKE, remote: '10.0.0.1:8443' }],
    ['a certificate that is not known', { names: undefined }, ALIKE],
    ['both certificate and address', { names: ['a.shop.test'] }, { ...ALIKE, remote: '10.0.0.2:443' }],
    ['plain http', {}, { ...ALIKE, openedFor: 'http://b.shop.test' }],
  ])('is none for %s', (_, first, second) => {
    expect(redundancyOf(first as Partial<ConnectionSketch>, second as Partial<ConnectionSketch>)).toBeNull();
  });

  it('is not the address when the host also resolves to that of the other', () => {
    const capture = sketchCapture({
      connections: [FIRST, { ...SECOND, ...ALIKE, remote: '10.0.0.2:443', partition: 'q' }],
      requests: [
        { url: `${A}/`, connection: '1', at: 0 },
        // Sent after the second was opened, so the first was open then.
        { url: `${A}/later`, connection: '1', at: 200 },
        { url: `${B}/`, connection: '2', at: 100 },
      ],
      resolutions: { 'b.shop.test': ['10.0.0.1', '10.0.0.2'] },
    });
    expect(analyze(capture).connections.get('2')?.redundant).toMatchObject({ cause: 'PARTITION' });
  });
});

describe('a connection that nothing was sent on', () => {
  const unused = (first: Partial<ConnectionSketch>, second: Partial<ConnectionSketch>) =>
    analyze(
      sketchCapture({
        source: 'netlog',
        connections: [
          { ...FIRST, ...first },
          { ...SECOND, ...ALIKE, ...second },
        ],
        requests: [{ url: `${B}/`, connection: '2', at: 100, took: 50 }],
      }),
    ).connections;

  it('is RACE next to the one that was set up with it, whichever began first', () => {
    const setup = { dns: null, connect: 60, tls: 60 };
    const found = unused({ openedFor: B, openedAt: 99, setup }, { openedAt: 100, setup });
    expect(found.get('1')?.redundant).toMatchObject({ cause: 'RACE', sharedWith: '2', certainty: 'derived' });
    expect(found.get('2')?.redundant).toBeNull();
  });

  it('is RACE next to one that was ready: a preconnect does not look for it', () => {
    const found = unused({ openedFor: A, openedAt: 300 }, { names: ['*.shop.test'] });
    expect(found.get('1')?.redundant).toMatchObject({ cause: 'RACE', sharedWith: '2' });
  });
});

describe('without the end of the other connection', () => {
  const capture = (source: 'har' | 'netlog') =>
    sketchCapture({
      source,
      connections: [FIRST, SECOND],
      requests: [
        { url: `${A}/`, connection: '1', at: 0, took: 50 },
        { url: `${B}/`, connection: '2', at: 100 },
      ],
    });

  it('is only in the upper bound', () => {
    const { connections, summary } = analyze(capture('har'));
    expect(connections.get('2')?.redundant).toMatchObject({ cause: 'CRED', certainty: 'unknown' });
    expect(summary).toMatchObject({ redundantConnections: {}, redundantAtMost: { CRED: 1 } });
  });

  it('is in both bounds when the source would have reported it', () => {
    const { summary } = analyze(capture('netlog'));
    expect(summary).toMatchObject({ redundantConnections: { CRED: 1 }, redundantAtMost: { CRED: 1 } });
  });
});

it('is AFTER-421 when a re-send opened it, with the certainty of the 421', () => {
  const capture = sketchCapture({
    source: 'netlog',
    connections: [FIRST, { ...SECOND, privacyMode: false }],
    requests: [
      {
        url: `${B}/x`,
        attempts: [
          { connection: '1', status: 421, restart: 'misdirected', startedAt: 80, endedAt: 100 },
          { connection: '2', status: 200, reused: false, startedAt: 100, endedAt: 160 },
        ],
      },
      { url: `${A}/`, attempts: [{ connection: '1', status: 200, startedAt: 10, endedAt: 300 }] },
    ],
  });
  const { connections, summary } = analyze(capture);
  expect(connections.get('2')?.redundant).toEqual({
    cause: 'AFTER-421',
    sharedWith: '1',
    certainty: 'observed',
  });
  expect(connections.get('1')?.redundant).toBeNull();
  expect(summary.redundantConnections).toEqual({ 'AFTER-421': 1 });
});
