import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** How many checks of one stage held and how many did not. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
}

export const NOTHING: Tally = { passed: 0, failed: 0 };

export function add(a: Tally, b: Tally): Tally {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed };
}

/** Runs a program of an installed package with its output shown. True when it ended well. */
export function tool(name: string, ...args: readonly string[]): boolean {
  console.log(`\n> ${[name, ...args].join(' ')}`);
  const program = join('node_modules', '.bin', name);
  const ended = spawnSync(program, args, { stdio: 'inherit', shell: process.platform === 'win32' });
  return ended.status === 0;
}

/** One command, one check. */
export function check(name: string, ...args: readonly string[]): Tally {
  return tool(name, ...args) ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}
