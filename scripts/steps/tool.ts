import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';

/**
 * Runs a program of an installed package and appends its output to a log. Resolves with true when it succeeded.
 * `watch` gets each piece of the output.
 */
export function runTool(
  log: string,
  [name, ...args]: readonly [string, ...string[]],
  watch: (text: string) => void = () => undefined,
): Promise<boolean> {
  const file = createWriteStream(log, { flags: 'a' });
  file.write(`> ${[name, ...args].join(' ')}\n`);
  const child = spawn(join('node_modules', '.bin', name), args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    // The programs are command files there.
    shell: process.platform === 'win32',
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      file.write(text);
      watch(text);
    });
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => file.end(() => resolve(code === 0)));
  });
}
