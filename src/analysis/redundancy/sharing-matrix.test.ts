import { expect, it } from 'vitest';
import { sketchCapture } from '../../testing/sketch-capture.ts';
import { analyze } from '../analyze.ts';
import { SharingMatrix } from './sharing-matrix.ts';

const A = 'https://a.shop.test';
const B = 'https://b.shop.test';
const C = 'https://c.other.test';
const FAR = 'https://far.shop.test';

/** Connection 1 carries a and b, which it misdirects; b, c and far have connections of their own. */
const ANALYSIS = analyze(
  sketchCapture({
    source: 'netlog',
    connections: [
      { id: '1', openedFor: A, openedAt: 0, names: ['*.shop.test'], privacyMode: false },
      { id: '2', openedFor: B, openedAt: 100, names: ['*.shop.test'], privacyMode: false },
      { id: '3', openedFor: C, openedAt: 200, names: ['c.other.test'], privacyMode: true },
      {
        id: '4',
        openedFor: FAR,
        openedAt: 300,
        names: ['*.shop.test'],
        privacyMode: false,
        remote: '10.0.0.9:443',
      },
    ],
    requests: [
      { url: `${A}/`, attempts: [{ connection: '1', status: 200, startedAt: 0 }] },
      {
        url: `${B}/`,
        attempts: [
          { connection: '1', status: 421, restart: 'misdirected', startedAt: 50 },
          { connection: '2', status: 200, startedAt: 150 },
        ],
      },
      { url: `${C}/`, attempts: [{ connection: '3', status: 200, startedAt: 250 }] },
      { url: `${FAR}/`, attempts: [{ connection: '4', status: 200, startedAt: 350 }] },
    ],
  }),
);

function cell(origin: string, id: string, matrix = new SharingMatrix(ANALYSIS)) {
  const connection = matrix.connections.find(({ record }) => record.id === id);
  return connection && matrix.cell(origin, connection);
}

it('shows what a connection carried and misdirected', () => {
  expect(cell(A, '1')).toMatchObject({ kind: 'carried', requests: 1, coalesced: false, misdirected: 0 });
  expect(cell(B, '1')).toMatchObject({ kind: 'carried', requests: 1, coalesced: true, misdirected: 1 });
  expect(cell(B, '2')).toMatchObject({ kind: 'carried', coalesced: false, misdirected: 0 });
});

it('shows what could have been shared, and what kept the rest apart', () => {
  expect(cell(A, '2')).toEqual({ kind: 'could' });
  expect(cell(FAR, '1')).toEqual({ kind: 'kept-apart', by: ['IP'] });
  expect(cell(C, '1')).toEqual({ kind: 'kept-apart', by: ['CERT', 'CRED'] });
});

it('is unknown when a fact is missing', () => {
  const bare = analyze(
    sketchCapture({
      connections: [{ id: '1', openedFor: A }],
      requests: [
        { url: `${A}/`, connection: '1' },
        { url: `${B}/`, connection: '2' },
      ],
    }),
  );
  expect(cell(B, '1', new SharingMatrix(bare))).toEqual({ kind: 'unknown' });
});

it('does not claim that a connection could have been shared when no source reports pools', () => {
  const har = analyze(
    sketchCapture({
      connections: [
        { id: '1', openedFor: A, names: ['*.shop.test'] },
        { id: '2', openedFor: C, names: ['c.other.test'] },
      ],
      requests: [
        { url: `${A}/`, connection: '1' },
        { url: `${C}/`, connection: '2' },
        { url: `${B}/`, connection: '1' },
      ],
    }),
  );
  const matrix = new SharingMatrix(har);
  expect(cell(A, '2', matrix)).toEqual({ kind: 'kept-apart', by: ['CERT'] });
  // b used only 1; its certificate shows whether it could have used 2.
  expect(cell(B, '2', matrix)).toEqual({ kind: 'kept-apart', by: ['CERT'] });
});

it('can show the origins and connections of some requests only', () => {
  const [, second] = ANALYSIS.requests.keys();
  const matrix = new SharingMatrix(ANALYSIS, (id) => id === second);
  expect(matrix.origins).toEqual([B]);
  expect(matrix.connections.map(({ record }) => record.id)).toEqual(['1', '2']);
});
