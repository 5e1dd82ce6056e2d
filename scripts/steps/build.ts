import type { Run } from './step.ts';
import { add, NOTHING, oneCheck, type Tally } from './tally.ts';

const BUILDS: readonly (readonly string[])[] = [
  [],
  ['--mode', 'firefox'],
  ['-c', 'ui/vite.config.ts'],
  ['-c', 'src/node/vite.config.ts'],
];

/** Builds the extension for both browsers, the ordinary page and the command, all into dist/. */
export async function buildAll(run: Run): Promise<Tally> {
  let tally = NOTHING;
  for (const options of BUILDS) {
    tally = add(tally, oneCheck(await run('vite', 'build', ...options, '--logLevel', 'warn')));
  }
  return tally;
}
