import { expect, it } from 'vitest';
import { createMozLogReader } from '../../sources/moz-log/reader.ts';
import { captureOf, readFixtureText } from '../../testing/fixtures.ts';
import { analyze } from '../analyze.ts';

it.each([
  ['t7', 3, true],
  ['t2', 4, true],
  ['o2', 5, false],
])(
  'a log of Firefox (run %s, nsHttp:%i) has a gap for what its level leaves out: %s',
  (run, _level, missing) => {
    const { gaps } = analyze(captureOf(createMozLogReader, readFixtureText(`firefox/${run}.moz_log.gz`)));
    const codes = gaps.map(({ code }) => code);
    expect(codes.includes('low-log-level')).toBe(missing);
    // Every level reports these.
    for (const code of [
      'no-connection-ids',
      'hidden-attempts-inferred',
      'no-opening',
      'no-streams',
    ] as const) {
      expect(codes).not.toContain(code);
    }
  },
);
