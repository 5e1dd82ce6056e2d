import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, copyFileSync, existsSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { readFixtureText } from '../testing/fixtures.ts';
import { builtCommand } from './testing/built-command.ts';

const { folder, program, file, run } = builtCommand();
const withWarning = () => file('warning.json', readFixtureText('chromium/103.netlog.json.gz'));

/** Runs the command with the file at `path` as its standard output. */
async function runInto(path: string, args: readonly string[]) {
  const out = openSync(path, 'w');
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', out, 'pipe'] });
  if (child.stderr === null) throw new Error('spawn returned no pipe');
  closeSync(out);
  const [err, [code]] = await Promise.all([text(child.stderr), once(child, 'close')]);
  return { code, err };
}

describe.skipIf(!existsSync('/dev/full'))('a full disk', () => {
  it.each([
    ['the help', () => ['--help']],
    ['the version', () => ['--version']],
    ['a report', () => ['analyze', withWarning()]],
    ['a report with a finding', () => ['analyze', withWarning(), '--fail-on', 'warning']],
  ])('under standard output: %s exits with 2 and one sentence', async (_what, args) => {
    const { code, err } = await runInto('/dev/full', args());
    expect(err).toMatch(/^coalescope: standard output: .*no space left on device.*\n$/);
    expect(code).toBe(2);
  });

  it('under the output file exits with 2 and names the file', async () => {
    const { code, err } = await run(['analyze', withWarning(), '-o', '/dev/full']);
    expect(err).toBe('coalescope: /dev/full: cannot be written (ENOSPC)\n');
    expect(code).toBe(2);
  });
});

describe('a reader that closes the pipe before anything is written', () => {
  it.each([
    [0, []],
    [1, ['--fail-on', 'warning']],
    [2, ['missing.har']],
  ])('does not change the exit status %i', async (status, more) => {
    const args = ['analyze', withWarning(), ...more];
    const child = spawn(process.execPath, [program, ...args], { cwd: folder });
    child.stdout.destroy();
    const [code] = await once(child, 'close');
    expect(code).toBe(status);
  });
});

describe('an installation', () => {
  const elsewhere = (name: string): string => {
    const place = join(folder, name);
    mkdirSync(place);
    copyFileSync(program, join(place, 'coalescope.cjs'));
    return place;
  };
  const launch = async (place: string) => {
    const child = spawn(process.execPath, [join(place, 'coalescope.cjs'), '--version']);
    const [err, [code]] = await Promise.all([text(child.stderr), once(child, 'close')]);
    return { code, err };
  };

  it('without its program exits with 2 and says what to do', async () => {
    const { code, err } = await launch(elsewhere('without'));
    expect(err).toMatch(/^coalescope: the program cannot be loaded \(ENOENT.*\)\. Install it again\.\n$/);
    expect(code).toBe(2);
  });

  it('whose program was cut exits with 2 and says what to do', async () => {
    const place = elsewhere('cut');
    writeFileSync(join(place, 'command.cjs'), 'function cut( {');
    const { code, err } = await launch(place);
    expect(err).toMatch(/^coalescope: the program cannot be loaded \(.*\)\. Install it again\.\n$/);
    expect(code).toBe(2);
  });
});
