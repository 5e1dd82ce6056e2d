import { describe, expect, it } from 'vitest';
import { createMozLogReader } from '../../sources/moz-log/reader.ts';
import { captureOf, readFixtureText } from '../../testing/fixtures.ts';
import { analyze } from '../analyze.ts';

function analysisOf(run: string) {
  return analyze(captureOf(createMozLogReader, readFixtureText(`firefox/${run}.moz_log.gz`)));
}

describe("Firefox's statements about its connections", () => {
  it('in run o1: the unused connection for b.test that the server saw was given up for that of a.test', () => {
    const { connections, findings } = analysisOf('o1');
    const ghosts = [...connections.values()].filter(({ record }) => record.supersededBy !== null);
    expect(ghosts).toMatchObject([
      {
        attempts: [],
        record: { openedFor: 'https://b.test:28943' },
        redundant: { cause: 'RACE', certainty: 'observed' },
      },
    ]);
    const [ghost] = ghosts;
    const kept = connections.get(ghost?.redundant?.sharedWith ?? '');
    expect(kept?.record.openedFor).toBe('https://a.test:28943');
    const finding = findings.find(
      ({ kind, certainty }) => kind === 'redundant-connection' && certainty === 'observed',
    );
    expect(finding?.connections).toContain(ghost?.record.id);
  });

  it('in run t11: the address of the connection for a.test is not in the DNS answer for b.test', () => {
    const { connections } = analysisOf('t11');
    const forB = [...connections.values()].find(({ record }) => record.openedFor === 'https://b.test:28943');
    expect(forB?.redundant).toMatchObject({ cause: 'IP', certainty: 'observed' });
    const open = connections.get(forB?.redundant?.sharedWith ?? '');
    expect(open?.record).toMatchObject({
      openedFor: 'https://a.test:28943',
      refused: [{ origin: 'https://b.test:28943', reason: 'address' }],
    });
  });

  it('in run o2: b.test was not in the ORIGIN frame, so no connection for it is redundant', () => {
    const { connections } = analysisOf('o2');
    const forB = [...connections.values()].find(({ record }) => record.openedFor === 'https://b.test:28943');
    const forA = [...connections.values()].find(({ record }) => record.openedFor === 'https://a.test:28943');
    expect(forA?.record.refused).toEqual([{ origin: 'https://b.test:28943', reason: 'origin-frame' }]);
    expect(forB?.redundant).toBeNull();
  });
});
