import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, test } from 'vitest';
import { readFixtureText } from '../../testing/fixtures.ts';
import { builtCommand } from '../testing/built-command.ts';

const { folder, file, run } = builtCommand();
const netLog = readFixtureText('chromium/103.netlog.json.gz');
const kept = join(folder, 'cache', 'coalescope', 'analyze.v8');

/** Changes when the file is written again, because that replaces it. */
const fileNumber = () => statSync(kept).ino;

async function analyse(env: NodeJS.ProcessEnv = {}) {
  const result = await run(['analyze', file('netlog.json', netLog)], null, env);
  expect(result).toMatchObject({ code: 0, err: '' });
  return result.out;
}

it('is kept after the first run, and used by later runs', async () => {
  rmSync(kept, { force: true });
  const first = await analyse();
  const written = fileNumber();
  expect(await analyse()).toBe(first);
  expect(fileNumber()).toBe(written);
});

test.each([
  ['with one flipped bit', (bytes: Buffer) => bytes.with(200_000, (bytes[200_000] ?? 0) ^ 0x10)],
  ['of another program', (bytes: Buffer) => bytes.with(0, (bytes[0] ?? 0) ^ 1)],
  ['that was cut short', (bytes: Buffer) => bytes.subarray(0, 1_000)],
  ['that is shorter than its digest', (bytes: Buffer) => bytes.subarray(0, 5)],
  ['that is empty', () => new Uint8Array()],
])('a file %s is not used, and is written again', async (_what, damage) => {
  const output = await analyse();
  writeFileSync(kept, damage(readFileSync(kept)));
  const damaged = fileNumber();
  expect(await analyse()).toBe(output);
  expect(fileNumber()).not.toBe(damaged);
});

it('changes nothing in the output where it cannot be kept', async () => {
  const output = await analyse();
  expect(await analyse({ XDG_CACHE_HOME: file('no-folder', '') })).toBe(output);
});

it('is not kept when the user turns it off, or for anything that is not a subcommand', async () => {
  const elsewhere = join(folder, 'elsewhere');
  await analyse({ XDG_CACHE_HOME: elsewhere, NODE_DISABLE_COMPILE_CACHE: '1' });
  await run(['--version'], null, { XDG_CACHE_HOME: elsewhere });
  await run(['../../up'], null, { XDG_CACHE_HOME: elsewhere });
  expect(existsSync(elsewhere)).toBe(false);
});
