import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** Of SHA-256, in bytes. */
const DIGEST_LENGTH = 32;

/**
 * The program as V8 compiled it in a run before: a tenth of a run on a NetLog of 100 MB is compiling. It is a file in the
 * user's folder for caches, one for each subcommand, since each runs other functions; a digest stands before V8's bytes.
 * V8 itself takes only what the same version of it compiled with the same flags, and whose length is right. It would
 * take another program of the same length, and trusts the bytes (tried with 20.20: a changed bit is not noticed).
 */
export class CompiledCode {
  readonly #path: string;
  readonly #source: string;

  private constructor(path: string, source: string) {
    this.#path = path;
    this.#source = source;
  }

  /** Null where nothing is kept: for what is no subcommand, and when Node's own variable says that nothing shall be. */
  static of(subcommand: string | undefined, source: string): CompiledCode | null {
    const { NODE_DISABLE_COMPILE_CACHE: disabled } = process.env;
    if (disabled || subcommand === undefined || !/^[a-z]{1,20}$/.test(subcommand)) return null;
    return new CompiledCode(join(cacheFolder(), 'coalescope', `${subcommand}.v8`), source);
  }

  /** Undefined when there is none for this program, or it was damaged. */
  read(): Buffer | undefined {
    const file = readIfThere(this.#path);
    const code = file.subarray(DIGEST_LENGTH);
    return this.#digest(code).equals(file.subarray(0, DIGEST_LENGTH)) ? code : undefined;
  }

  /** Where it cannot be written every run compiles; nobody needs to be told. */
  keep(code: Buffer): void {
    const unfinished = `${this.#path}.${process.pid}`;
    try {
      mkdirSync(dirname(this.#path), { recursive: true });
      writeFileSync(unfinished, Buffer.concat([this.#digest(code), code]));
      renameSync(unfinished, this.#path);
    } catch (error) {
      if (!isOfFiles(error)) throw error;
    }
  }

  #digest(code: Buffer): Buffer {
    return createHash('sha256').update(this.#source).update(code).digest();
  }
}

function readIfThere(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    if (isOfFiles(error)) return Buffer.alloc(0);
    throw error;
  }
}

/** Said by the operating system. */
function isOfFiles(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}

/** XDG Base Directory Specification, and what Apple and Microsoft have for it. */
function cacheFolder(): string {
  const { XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  if (XDG_CACHE_HOME) return XDG_CACHE_HOME;
  if (process.platform === 'win32' && LOCALAPPDATA) return LOCALAPPDATA;
  return join(homedir(), process.platform === 'darwin' ? 'Library/Caches' : '.cache');
}
