import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { afterAll, beforeAll, expect } from 'vitest';

export interface Result {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** The command as it is shipped, and a temporary folder for the files of one test file. */
export interface BuiltCommand {
  readonly folder: string;
  /** Path of the executable. */
  readonly program: string;
  /** Writes a file to the folder and returns its path. */
  file(name: string, content: string | Uint8Array): string;
  /** Runs the command; `stdin` null means empty standard input. */
  run(args: readonly string[], stdin?: string | Uint8Array | null, env?: NodeJS.ProcessEnv): Promise<Result>;
}

/** Builds the command before the tests of a file, and removes everything after them. */
export function builtCommand(): BuiltCommand {
  const folder = mkdtempSync(join(tmpdir(), 'coalescope-cli-'));
  const program = join(folder, 'bin', 'coalescope.cjs');

  beforeAll(async () => {
    const configFile = fileURLToPath(new URL('../vite.config.ts', import.meta.url));
    await build({ configFile, logLevel: 'warn', build: { outDir: join(folder, 'bin'), emptyOutDir: true } });
  }, 60_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  return {
    folder,
    program,
    file(name, content) {
      const path = join(folder, name);
      writeFileSync(path, content);
      return path;
    },
    async run(args, stdin = null, env = {}) {
      const child = spawn(process.execPath, [program, ...args], {
        cwd: folder,
        env: { ...process.env, XDG_CACHE_HOME: join(folder, 'cache'), ...env },
      });
      // It may exit without reading all of its input.
      child.stdin.on('error', (error: NodeJS.ErrnoException) => expect(error.code).toBe('EPIPE'));
      child.stdin.end(stdin ?? '');
      const [out, err, [code]] = await Promise.all([
        text(child.stdout),
        text(child.stderr),
        once(child, 'close'),
      ]);
      return { code, out, err };
    },
  };
}
