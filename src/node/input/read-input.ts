import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { constants, createGunzip } from 'node:zlib';
import type { SourceReader } from '../../model/evidence.ts';
import { asUtf8 } from './utf8.ts';

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
    for await (const piece of await piecesOf(path)) reader.push(piece);
  } catch (error) {
    throw inputError(path, error);
  } finally {
    reader.end();
  }
}

/**
 * The beginning of a file, unpacked: `length` bytes or some more, fewer where the file has not so many.
 * @throws InputError when it cannot be opened or read
 */
export async function readHead(path: string, length: number): Promise<Uint8Array> {
  const head: Uint8Array[] = [];
  let read = 0;
  try {
    for await (const piece of await piecesOf(path)) {
      head.push(Buffer.from(piece));
      read += piece.length;
      if (read >= length) break;
    }
  } catch (error) {
    throw inputError(path, error);
  }
  return Buffer.concat(head);
}

async function piecesOf(path: string): Promise<AsyncIterable<Uint8Array>> {
  const { first, whole } = await peek(path === STDIN ? process.stdin : filePieces(path));
  const packed = first[0] === 0x1f && first[1] === 0x8b;
  return asUtf8(packed ? unpacked(whole) : whole);
}

/** A gzip file that is cut gives what is there; the reader of its text sees that the end is missing. */
function unpacked(packed: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const gunzip = createGunzip({ finishFlush: constants.Z_SYNC_FLUSH, chunkSize: PIECE });
  pipeline(copies(packed), gunzip).catch(reportedElsewhere);
  return gunzip;
}

/** A stream may still hold a piece when the next one is read. */
async function* copies(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) yield Buffer.from(piece);
}

/** What goes wrong is thrown where the stream is read, too. */
const reportedElsewhere = () => undefined;

/** Small enough to stay in a processor's cache while it is read, large enough to ask for few. */
const PIECE = 1 << 18;

/**
 * The file, in one buffer again and again. It waits for the disk: there is nothing else to do meanwhile, and the
 * detour through the event loop costs more than the reading (30 against 70 ms for 100 MB).
 */
async function* filePieces(path: string): AsyncGenerator<Uint8Array> {
  const file = openSync(path, 'r');
  try {
    if (fstatSync(file).isDirectory()) throw new InputError(`${path}: is a directory`);
    const buffer = Buffer.allocUnsafeSlow(PIECE);
    for (;;) {
      const length = readSync(file, buffer);
      if (length === 0) return;
      yield buffer.subarray(0, length);
    }
  } finally {
    closeSync(file);
  }
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
