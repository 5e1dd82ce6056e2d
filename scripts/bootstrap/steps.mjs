// How every task of this repository reports: one line a step, its output in a file that is shown when it fails.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The output of each step's programs, one file a step. */
export const LOGS = join('test-results', 'logs');

/** The part of a long log that is shown: its end, because test runners and compilers print the failures last. */
const SHOWN_LINES = 200;

/** Makes a step's log an empty file and returns its path. */
export function newLog(step) {
  mkdirSync(LOGS, { recursive: true });
  const file = join(LOGS, `${step}.log`);
  writeFileSync(file, '');
  return file;
}

/** Prints the log of a step that failed. */
export function showLog(file, shown = SHOWN_LINES) {
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  const left = Math.max(0, lines.length - shown);
  if (left > 0) console.error(`… ${left} lines above are in ${file}`);
  console.error(lines.slice(left).join('\n'));
}

/** `types      9.8 s   7 passed` */
export function stepLine(step, milliseconds, result) {
  return `${step.padEnd(9)} ${(milliseconds / 1000).toFixed(1).padStart(6)} s   ${result}`;
}
