import { describe, expect, it } from 'vitest';
import { captureOf, readFixtureText } from '../../testing/fixtures.ts';
import { groupParts, PART_HEAD } from './parts.ts';
import { createMozLogReader } from './reader.ts';

interface TextFile {
  readonly name: string;
  readonly text: string;
}

/** The names of the files, group by group. */
async function namesOf(files: readonly TextFile[]): Promise<string[][]> {
  const groups = await groupParts(
    files,
    ({ name }) => name,
    async ({ text }) => text.slice(0, PART_HEAD),
  );
  return groups.map((group) => group.map(({ name }) => name));
}

const at = (time: string) => `2026-11-22 15:51:${time} UTC - [Parent 1: Main Thread]: D/nsHttp x\n`;

describe('the parts of a rotated log', () => {
  it('are one log in order of time, because their numbers wrap around', async () => {
    const files = [
      { name: 'log.0.moz_log', text: `cut in the middle\n${at('30.5')}` },
      { name: 'log.1.moz_log', text: at('40.000001') },
      { name: 'log.2.moz_log', text: at('10.9') },
      { name: 'log.3.moz_log.gz', text: at('20.1') },
    ];
    expect(await namesOf(files)).toEqual([
      ['log.2.moz_log', 'log.3.moz_log.gz', 'log.0.moz_log', 'log.1.moz_log'],
    ]);
  });

  it('are in order of number where there are no times', async () => {
    const files = ['log.moz_log.10', 'log.moz_log.9', 'log.moz_log.1'].map((name) => ({ name, text: 'x' }));
    expect(await namesOf(files)).toEqual([['log.moz_log.1', 'log.moz_log.9', 'log.moz_log.10']]);
  });

  it('are kept apart from other processes, other logs and other kinds of file', async () => {
    const names = [
      'a.0.moz_log',
      'a.child-1.0.moz_log',
      'x/a.0.moz_log',
      'b.moz_log',
      'c.0.har',
      'a.1.moz_log',
    ];
    expect(await namesOf(names.map((name) => ({ name, text: '' })))).toEqual([
      ['a.0.moz_log', 'a.1.moz_log'],
      ['a.child-1.0.moz_log'],
      ['x/a.0.moz_log'],
      ['b.moz_log'],
      ['c.0.har'],
    ]);
  });

  it('give the same capture as the whole log', async () => {
    const lines = readFixtureText('firefox/t7.moz_log.gz').split('\n').slice(0, -1);
    const cut = [0, 2_700, 2_780, 4_100, lines.length];
    const files = cut.slice(1).map((end, i) => {
      const name = `t7.${(i + 2) % 4}.moz_log`;
      return { name, text: `${lines.slice(cut[i], end).join('\n')}\n` };
    });
    const [group = []] = await groupParts(
      files.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
      ({ name }) => name,
      async ({ text }) => text,
    );
    const whole = captureOf(createMozLogReader, `${lines.join('\n')}\n`);
    expect(captureOf(createMozLogReader, group.map(({ text }) => text).join(''))).toEqual(whole);
  });
});
