import { newLog, showLog, stepLine } from '../bootstrap/steps.mjs';
import { progressLine } from './progress.ts';
import { inWords, oneCheck, type Tally } from './tally.ts';
import { runTool } from './tool.ts';

/** Runs a program of an installed package with its output in the step's log. Resolves with true when it succeeded. */
export type Run = (name: string, ...args: string[]) => Promise<boolean>;

/**
 * Runs one step of a task: prints one line with its time and its result, and what its programs printed when
 * something failed.
 */
export async function step(name: string, work: (run: Run) => Promise<Tally>): Promise<Tally> {
  const log = newLog(name);
  const started = performance.now();
  const progress = progressLine(name);
  const tally = await work((tool, ...args) => runTool(log, [tool, ...args], progress.show));
  progress.clear();
  const failed = tally.failed > 0;
  if (failed) showLog(log);
  const result = `${inWords(tally)}${failed ? `: all of its output is in ${log}` : ''}`;
  console.log(stepLine(name, performance.now() - started, result));
  return tally;
}

/** A step of one command. */
export function command(name: string, ...args: [string, ...string[]]): Promise<Tally> {
  return step(name, async (run) => oneCheck(await run(...args)));
}
