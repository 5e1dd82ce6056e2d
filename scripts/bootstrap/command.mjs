import { spawnSync } from 'node:child_process';
import { accessSync, closeSync, constants, openSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { newLog, showLog, stepLine } from './steps.mjs';

/**
 * Runs a command as one step: its output is kept in the step's log and shown when it fails. Returns true when it
 * succeeded.
 */
export function run(step, command, args, env = {}) {
  const log = newLog(step);
  const output = openSync(log, 'a');
  const started = performance.now();
  const { status, error } = spawnSync(command, args, {
    stdio: ['ignore', output, output],
    env: { ...process.env, ...env },
    shell: process.platform === 'win32',
  });
  closeSync(output);
  const succeeded = status === 0;
  const shown = [command, ...args].join(' ');
  console.log(stepLine(step, performance.now() - started, succeeded ? shown : `${shown} failed`));
  if (!succeeded) showLog(log, 40);
  if (error !== undefined) console.error(error.message);
  return succeeded;
}

/** The full path of a program on the PATH, or null. */
export function which(name) {
  for (const folder of (process.env.PATH ?? '').split(delimiter).filter((part) => part !== '')) {
    const file = join(folder, name);
    if (isExecutable(file)) return file;
  }
  return null;
}

export function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'EACCES' || error.code === 'ENOTDIR') return false;
    throw error;
  }
}
