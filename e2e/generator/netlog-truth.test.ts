import { describe, expect, it } from 'vitest';
import { analyze } from '../../src/analysis/analyze.ts';
import { type RequestSketch, sketchCapture } from '../../src/testing/sketch-capture.ts';
import type { LabLog, LoggedAttempt } from '../lab/log.ts';
import { checkNetLog } from './netlog-truth.ts';

const A = 'https://a.gen.localhost:8443';

const row = (facts: Partial<LoggedAttempt>): LoggedAttempt => ({
  connection: 1,
  stream: 1,
  sni: 'a.gen.localhost',
  authority: 'b.gen.localhost:8443',
  host: 'b.gen.localhost',
  method: 'GET',
  path: '/x',
  bodySize: 0,
  status: 200,
  at: 0,
  endedAt: 1,
  coalesced: false,
  ...facts,
});

const SEEN = [
  row({ connection: 1, stream: 3, status: 421, coalesced: true }),
  row({ connection: 2, stream: 1, sni: 'b.gen.localhost' }),
];
const ATTEMPTS = [
  { connection: '10', stream: 3, status: 421, startedAt: 0, endedAt: 1 },
  { connection: '20', stream: 1, status: 200, startedAt: 1, endedAt: 2 },
];

function differences(
  attempts: RequestSketch['attempts'],
  seen: readonly LoggedAttempt[] = SEEN,
): readonly string[] {
  const B = 'https://b.gen.localhost:8443';
  const capture = sketchCapture({
    source: 'netlog',
    connections: [
      { id: '10', openedFor: A },
      { id: '20', openedFor: B },
    ],
    requests: [{ url: `${B}/x`, ...(attempts && { attempts }) }],
  });
  const connections: LabLog['connections'] = [1, 2].map((connection) => ({
    connection,
    sni: '',
    protocol: 'h2',
    acceptedAt: 0,
    openedAt: 0,
    retiredAt: null,
    clientCertificate: false,
    closedAt: null,
  }));
  return checkNetLog(analyze(capture), { attempts: [...seen], connections }).differences;
}

describe('a NetLog and the servers’ log', () => {
  it('match when every attempt is the same', () => {
    expect(differences(ATTEMPTS)).toEqual([]);
  });

  it.each([
    ['a status', [{ ...ATTEMPTS[0], status: 408 }, ATTEMPTS[1] ?? {}]],
    ['a stream', [{ ...ATTEMPTS[0], stream: 5 }, ATTEMPTS[1] ?? {}]],
    ['a connection', [{ ...ATTEMPTS[0], connection: '20' }, ATTEMPTS[1] ?? {}]],
    ['an attempt too few', ATTEMPTS.slice(1)],
  ])('differ in %s', (_, attempts) => {
    expect(differences(attempts)).not.toEqual([]);
  });

  it('match when a cut connection took streams with it that reached no handler', () => {
    const lost = { connection: '10', stream: 9, startedAt: 0, endedAt: 1 };
    const cut = row({ path: '/cut', connection: 1, stream: 7, status: null });
    const only = (seen: readonly LoggedAttempt[]) =>
      differences([lost, ...ATTEMPTS], seen).filter((words) => !words.includes('/cut'));
    expect(only([...SEEN, cut])).toEqual([]);
    expect(only(SEEN)).not.toEqual([]);
  });

  it('match when that happens twice, and the streams had the same number', () => {
    const cut = row({ connection: 1, stream: 3, status: null, coalesced: true });
    const first = { connection: '10', stream: 3, startedAt: 0, endedAt: 1 };
    const again = { connection: '30', stream: 3, startedAt: 1, endedAt: 2 };
    expect(differences([first, again, ATTEMPTS[1] ?? {}], [cut, ...SEEN.slice(1)])).toEqual([]);
  });

  it('match when the response to a cut stream did not arrive', () => {
    const cut = row({ path: '/cut', connection: 1, stream: 7, status: null });
    const lost = [{ connection: '10', stream: 3, startedAt: 0, endedAt: 1 }, ATTEMPTS[1] ?? {}];
    expect(differences(lost, [...SEEN, cut])).toEqual(['not in the NetLog: GET b.gen.localhost/cut']);
    expect(differences(lost)).not.toEqual([]);
  });

  it('differ in a request that only one of them contains', () => {
    expect(differences(ATTEMPTS, [...SEEN, row({ path: '/y' })])).toEqual([
      'not in the NetLog: GET b.gen.localhost/y',
    ]);
    expect(differences(ATTEMPTS, [])).toHaveLength(1);
  });
});
