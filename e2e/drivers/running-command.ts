import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { waitUntil } from './wait.ts';

let built: Promise<string> | null = null;

/** Builds the command, once per process, and returns its file. */
export function buildCommand(): Promise<string> {
  built ??= buildInto(mkdtempSync(join(tmpdir(), 'coalescope-command-')));
  return built;
}

async function buildInto(folder: string): Promise<string> {
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const configFile = fileURLToPath(new URL('../../src/node/vite.config.ts', import.meta.url));
  await build({ configFile, logLevel: 'error', build: { outDir: folder, emptyOutDir: true } });
  return join(folder, 'coalescope.cjs');
}

/** A running command, which ends by itself or when it is interrupted. */
export class RunningCommand {
  readonly #child: ChildProcess;
  out = '';
  err = '';
  readonly #closed: Promise<number | null>;

  /** @param tmp a folder for its temporary files */
  constructor(command: string, args: readonly string[], tmp: string) {
    this.#child = spawn(process.execPath, [command, ...args], {
      env: { ...process.env, TMPDIR: tmp, TEMP: tmp, XDG_CACHE_HOME: join(dirname(command), 'cache') },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child.stdout?.on('data', (bytes) => {
      this.out += String(bytes);
    });
    this.#child.stderr?.on('data', (bytes) => {
      this.err += String(bytes);
    });
    this.#closed = once(this.#child, 'close').then(([code]: (number | null)[]) => code ?? null);
  }

  /** Waits until it prints these words to standard error. */
  async waitForMessage(words: string): Promise<void> {
    await waitUntil(async () => this.err.includes(words), `"${words}" from the command`, 60_000);
  }

  /** Interrupts it as Ctrl-C does. */
  interrupt(): void {
    this.#child.kill('SIGINT');
  }

  /** Resolves with its exit code when it has ended. */
  ended(): Promise<number | null> {
    return this.#closed;
  }

  /** Ends it at the end of a test, whatever state it is in. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#closed;
  }
}
