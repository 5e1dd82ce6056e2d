import { createWriteStream } from 'node:fs';
import { realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { InputError } from '../input/read-input.ts';

/**
 * Writes to standard output. A reader that goes away early (`| head`) is no error.
 * @throws InputError when it cannot be written for another reason
 */
export async function writeStdout(pieces: AsyncIterable<string> | Iterable<string>): Promise<void> {
  try {
    await pipeline(Readable.from(pieces), process.stdout, { end: false });
  } catch (error) {
    if (!isSystemError(error)) throw error;
    if (error.code !== 'EPIPE') throw new InputError(`standard output: ${error.message}`, { cause: error });
  }
}

/**
 * Writes a file as a whole or not at all: to a file beside it first, which then takes its place; a link stays one. What
 * is there and no file (a pipe, `/dev/null`) is written to as it is.
 * @throws InputError when it cannot be written
 */
export async function writeFileWhole(
  path: string,
  pieces: AsyncIterable<string> | Iterable<string | Uint8Array>,
): Promise<void> {
  try {
    if (await isNoFile(path)) await pipeline(Readable.from(pieces), createWriteStream(path));
    else await replaceFile(await realpath(path).catch(() => path), pieces);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new InputError(`${path}: cannot be written (${error.code})`, { cause: error });
  }
}

/** Something other than a file is there. A folder is told when it is to be replaced. */
async function isNoFile(path: string): Promise<boolean> {
  const there = await stat(path).catch(() => null);
  return there !== null && !there.isFile() && !there.isDirectory();
}

async function replaceFile(
  path: string,
  pieces: AsyncIterable<string> | Iterable<string | Uint8Array>,
): Promise<void> {
  const beside = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  try {
    await pipeline(Readable.from(pieces), createWriteStream(beside, { flags: 'wx' }));
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException & { code: string } {
  return error instanceof Error && 'code' in error && typeof error.code === 'string';
}
