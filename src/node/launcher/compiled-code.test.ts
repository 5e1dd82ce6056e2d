import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, test } from 'vitest';
import { readFixtureText } from '../../testing/fixtures.ts';
import { builtCommand } from '../testing/built-command.ts';

const { folder, file, run } = builtCommand();
const netLog = readFixtureText('chromium/103.netlog.json.gz');
const kept = join(folder, 'cache', 'coalescope', 'analyze.v8');

/** A file that is written anew is another one. */
const writing = () => statSync(kept).ino;

async function analyse(env: NodeJS.ProcessEnv = {}) {
  const result = await run(['analyze', file('netlog.json', netLog)], null, env);
  expect(result).toMatchObject({ code: 0, err: '' });
  return result.out;
}

it('is kept after the first run, and taken by those that follow', async () => {
  rmSync(kept, { force: true });
  const first = await analyse();
  const written = writing();
  expect(await analyse()).toBe(first);
  expect(writing()).toBe(written);
});

test.each([
  ['of which one bit has changed', (bytes: Buffer) => bytes.with(200_000, (bytes[200_000] ?? 0) ^ 0x10)],
  ['of another program', (bytes: Buffer) => bytes.with(0, (bytes[0] ?? 0) ^ 1)],
  ['that was cut', (bytes: Buffer) => bytes.subarray(0, 1_000)],
  ['that is shorter than its digest', (bytes: Buffer) => bytes.subarray(0, 5)],
  ['without a byte', () => new Uint8Array()],
])('one %s is not taken, and written anew', async (_what, damage) => {
  const told = await analyse();
  writeFileSync(kept, damage(readFileSync(kept)));
  const damaged = writing();
  expect(await analyse()).toBe(told);
  expect(writing()).not.toBe(damaged);
});

it('changes nothing where it cannot be kept', async () => {
  const told = await analyse();
  expect(await analyse({ XDG_CACHE_HOME: file('no-folder', '') })).toBe(told);
});

it('is not kept when the user wants none, or for what is no subcommand', async () => {
  const elsewhere = join(folder, 'elsewhere');
  await analyse({ XDG_CACHE_HOME: elsewhere, NODE_DISABLE_COMPILE_CACHE: '1' });
  await run(['--version'], null, { XDG_CACHE_HOME: elsewhere });
  await run(['../../up'], null, { XDG_CACHE_HOME: elsewhere });
  expect(existsSync(elsewhere)).toBe(false);
});
