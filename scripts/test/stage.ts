import { spawnSync } from 'node:child_process';

/** How many checks of one stage held and how many did not. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
}

export const NOTHING: Tally = { passed: 0, failed: 0 };

export function add(a: Tally, b: Tally): Tally {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed };
}

/** Runs a package's program with its output shown. True when it ended well. */
export function npx(...args: readonly string[]): boolean {
  console.log(`\n> ${args.join(' ')}`);
  const ended = spawnSync('npx', ['--no-install', ...args], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  return ended.status === 0;
}

/** One command, one check. */
export function check(...command: readonly string[]): Tally {
  return npx(...command) ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** One command for each list of arguments. */
export function checkEach(command: readonly string[], variants: readonly (readonly string[])[]): Tally {
  return variants.map((variant) => check(...command, ...variant)).reduce(add, NOTHING);
}
