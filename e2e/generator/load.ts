import { spawn } from 'node:child_process';

/** Keeps as many cores busy as there are processes, at most for five minutes, until it is stopped. */
export function startLoad(processes: number): { stop(): void } {
  const program = 'const end = Date.now() + 300_000; while (Date.now() < end) Math.sqrt(Math.random());';
  const children = Array.from({ length: processes }, () => spawn(process.execPath, ['-e', program]));
  const stop = (): void => {
    for (const child of children) child.kill('SIGKILL');
  };
  return { stop };
}
