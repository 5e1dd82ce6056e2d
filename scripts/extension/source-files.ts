import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Files that the build does not need: fixtures, pictures, and the tests that use them. */
const LEFT_OUT = /^(?:src\/sources\/fixtures|docs\/images|e2e\/netlogs|\.github|\.ci)\//;

/**
 * The current sources by their paths: what a reviewer of a store needs to build the same extension. Throws
 * outside a checkout of git, which alone knows what belongs to the sources.
 */
export function sourceFiles(): Record<string, Uint8Array> {
  const { status, stdout, stderr } = spawnSync('git', ['ls-files', '-z'], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`The archive of the sources needs git: ${stderr}`);
  const names = stdout.split('\0').filter((name) => name !== '' && !LEFT_OUT.test(name));
  return Object.fromEntries(names.sort().map((name) => [name, readFileSync(name)]));
}
