import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { TextDecoder } from 'node:util';
import { constants, createGunzip } from 'node:zlib';
import type { SourceReader } from '../model/evidence.ts';

/** Something of the user's that cannot be read or written; the message says what and why. */
export class InputError extends Error {
  override readonly name = 'InputError';
}

export const STDIN = '-';

/** What an input is called in reports: never a path, which would tell about the user's machine. */
export function inputName(path: string): string {
  return path === STDIN ? 'standard input' : basename(path);
}

/**
 * Feeds a file or standard input to a reader, piece by piece and unpacked, and ends the reader.
 * @throws InputError when it cannot be opened or read; the reader then keeps what came before
 */
export async function readInput(path: string, reader: SourceReader): Promise<void> {
  try {
    const bytes = path === STDIN ? process.stdin : await openFile(path);
    const { first, whole } = await peek(bytes);
    const packed = first[0] === 0x1f && first[1] === 0x8b;
    // A gzip file that is cut gives what is there; the reader of its text sees that the end is missing.
    const unpack = packed ? createGunzip({ finishFlush: constants.Z_SYNC_FLUSH }) : new PassThrough();
    await pipeline(whole, unpack, async (unpacked: AsyncIterable<Uint8Array>) => {
      for await (const text of decode(unpacked)) reader.push(text);
    });
  } catch (error) {
    throw inputError(path, error);
  } finally {
    reader.end();
  }
}

async function openFile(path: string): Promise<AsyncIterable<Uint8Array>> {
  if ((await stat(path)).isDirectory()) throw new InputError(`${path}: is a directory`);
  return createReadStream(path, { highWaterMark: 1 << 18 });
}

const REASON: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'is a directory',
  ENOTDIR: 'no such file',
  Z_DATA_ERROR: 'the gzip data is broken',
};

function inputError(path: string, error: unknown): unknown {
  if (error instanceof InputError || !(error instanceof Error) || !('code' in error)) return error;
  return new InputError(`${path}: ${REASON[String(error.code)] ?? error.message}`, { cause: error });
}

interface Peeked {
  /** At least the first two bytes, where there are so many. */
  readonly first: Uint8Array;
  /** All of it, with the first bytes. */
  readonly whole: AsyncIterable<Uint8Array>;
}

async function peek(bytes: AsyncIterable<Uint8Array>): Promise<Peeked> {
  const rest = bytes[Symbol.asyncIterator]();
  let first: Uint8Array = new Uint8Array();
  while (first.length < 2) {
    const next = await rest.next();
    if (next.done) break;
    first = Buffer.concat([first, next.value]);
  }
  return { first, whole: prepended(first, { [Symbol.asyncIterator]: () => rest }) };
}

async function* prepended(first: Uint8Array, rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (first.length > 0) yield first;
  yield* rest;
}

/**
 * The text. Bytes that are not UTF-8 become U+FFFD, so that one broken string does not cost the file; what
 * begins with the mark of UTF-16 (as shells on Windows write it) is read as that.
 */
async function* decode(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let decoder: TextDecoder | null = null;
  for await (const chunk of bytes) {
    decoder ??= new TextDecoder(encodingOf(chunk));
    yield decoder.decode(chunk, { stream: true });
  }
  if (decoder !== null) yield decoder.decode();
}

function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}
