import { createWriteStream, rmSync } from 'node:fs';
import { readdir, realpath, rename, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { InputError } from '../input/read-input.ts';
import { isRunning } from './process-running.ts';

/**
 * Writes to standard output. A reader that closes the pipe early (`| head`) is not an error: the remaining pieces are
 * still produced, because the exit status depends on them, but not written.
 * @throws InputError when writing fails for another reason
 */
export async function writeStdout(pieces: AsyncIterable<string> | Iterable<string>): Promise<void> {
  let closed = false;
  for await (const piece of pieces) {
    if (closed || piece === '') continue;
    const error = await written(process.stdout, piece);
    if (error?.code === 'EPIPE') closed = true;
    else if (error) throw new InputError(`standard output: ${error.message}`, { cause: error });
  }
}

function written(stream: Writable, piece: string): Promise<NodeJS.ErrnoException | null | undefined> {
  return new Promise((resolve) => stream.write(piece, resolve));
}

/**
 * Writes a file completely or not at all: first to a temporary file in the same folder, which then replaces it. A
 * symbolic link stays a link. If something other than a regular file is there (a pipe, `/dev/null`), it is written to
 * directly.
 * @param isPrivate whether only this user may read it, because it may hold credentials
 * @throws InputError when it cannot be written
 */
export async function writeFileWhole(
  path: string,
  pieces: AsyncIterable<string> | Iterable<string | Uint8Array>,
  { isPrivate = false } = {},
): Promise<void> {
  try {
    if (await isSpecialFile(path)) await pipeline(Readable.from(pieces), createWriteStream(path));
    else await replaceFile(await realpath(path).catch(() => path), pieces, isPrivate ? PRIVATE : PUBLIC);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new InputError(`${path}: cannot be written (${error.code})`, { cause: error });
  }
}

/** The permissions of new files; the user's umask takes from them. Windows ignores them. */
const PUBLIC = 0o666;
export const PRIVATE = 0o600;

/** Whether a pipe or a device is there. A folder is not special: replacing it fails, with an error that names it. */
async function isSpecialFile(path: string): Promise<boolean> {
  const there = await stat(path).catch(() => null);
  return there !== null && !there.isFile() && !there.isDirectory();
}

async function replaceFile(
  path: string,
  pieces: AsyncIterable<string> | Iterable<string | Uint8Array>,
  mode: number,
): Promise<void> {
  const folder = dirname(path);
  // Containers may share the folder but not the processes.
  const prefix = `.${basename(path)}.${hostname()}-`;
  await removeAbandoned(folder, prefix);
  const temporary = join(folder, `${prefix}${process.pid}.tmp`);
  // A signal ends the process while it writes.
  const removeAtExit = () => rmSync(temporary, { force: true });
  process.once('exit', removeAtExit);
  try {
    await pipeline(Readable.from(pieces), createWriteStream(temporary, { flags: 'wx', mode }));
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  } finally {
    process.off('exit', removeAtExit);
  }
}

/** Removes what runs that were killed left of the same file. */
async function removeAbandoned(folder: string, prefix: string): Promise<void> {
  // Where the folder cannot be read, writing fails with an error that names it.
  for (const name of await readdir(folder).catch(() => [])) {
    const [, pid] = name.startsWith(prefix) ? (/^(\d+)\.tmp$/.exec(name.slice(prefix.length)) ?? []) : [];
    if (pid !== undefined && !isRunning(Number(pid))) await rm(join(folder, name), { force: true });
  }
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException & { code: string } {
  return error instanceof Error && 'code' in error && typeof error.code === 'string';
}
