import { describe, expect, it } from 'vitest';
import { type CaptureSketch, type ConnectionSketch, sketchCapture } from '../testing/sketch-capture.ts';
import { analyze } from './analyze.ts';

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

function redundancyOf(first: Partial<ConnectionSketch>, second: Partial<ConnectionSketch>) {
  const sketch: CaptureSketch = {
    connections: [
      { ...FIRST, ...first },
      { ...SECOND, ...second },
    ],
    requests: [
      { url: `${A}/`, connection: '1', at: 0, took: 500 },
      { url: `${B}/`, connection: '2', at: 100 },
    ],
  };
  return analyze(sketchCapture(sketch)).connections.get('2')?.redundant ?? null;
}

describe('a connection beside one that fits', () => {
  it('is CRED when only the credentials keep them apart', () => {
    expect(redundancyOf({}, {})).toEqual({ cause: 'CRED', sharedWith: '1', certainty: 'derived' });
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
  ])('is not said to be redundant when %s', (_, first, second) => {
    expect(redundancyOf(first as Partial<ConnectionSketch>, second as Partial<ConnectionSketch>)).toBeNull();
  });

  it('needs no certificate when both were opened for the same origin', () => {
    expect(redundancyOf({ names: undefined, openedFor: B }, {})).toMatchObject({ cause: 'CRED' });
  });
});

it('is AFTER-421 when a re-send opened it, as surely as the 421 is known', () => {
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
