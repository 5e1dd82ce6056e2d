import { closeSync, constants as fileConstants, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { Socket } from 'node:net';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { constants, createGunzip } from 'node:zlib';
import type { SourceReader } from '../../model/evidence.ts';
import { Turns } from '../turns.ts';
import { salvaged } from './broken-gzip.ts';
import { asUtf8 } from './utf8.ts';

/** A file, address or program of the user that cannot be used; the message says which and why. */
export class InputError extends Error {
  override readonly name: string = 'InputError';
}

/** Compressed data that is broken after some of it was read; the reader keeps that. */
export class BrokenGzip extends InputError {
  override readonly name = 'BrokenGzip';
}

export const STDIN = '-';

/** The name of an input in reports: never a path, which would reveal details of the user's machine. */
export function inputName(path: string): string {
  return path === STDIN ? 'standard input' : basename(path);
}

/**
 * Feeds a file or standard input to a reader, piece by piece and decompressed, and ends the reader.
 * @throws InputError when it cannot be opened or read; the reader keeps what it received before
 */
export async function readInput(path: string, reader: SourceReader): Promise<void> {
  try {
    const turns = new Turns();
    for await (const piece of await piecesOf(path)) {
      reader.push(piece);
      await turns.next();
    }
  } catch (error) {
    throw inputError(path, error);
  } finally {
    reader.end();
  }
}

/**
 * The beginning of a file, decompressed: at least `length` bytes, or the whole file if it is shorter.
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
    // Who reads the whole file reports it.
    if (!isDataError(error) || read === 0) throw inputError(path, error);
  }
  return Buffer.concat(head);
}

async function piecesOf(path: string): Promise<AsyncIterable<Uint8Array>> {
  const { first, whole } = await peek(path === STDIN ? process.stdin : filePieces(path));
  const isGzip = first[0] === 0x1f && first[1] === 0x8b;
  return asUtf8(isGzip ? decompressed(path, whole) : whole);
}

/**
 * A truncated gzip file yields what is there; the reader of its text notices that the end is missing. A broken one yields
 * what can be decompressed, and then throws.
 */
async function* decompressed(path: string, gzip: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip({ finishFlush: constants.Z_SYNC_FLUSH, chunkSize: PIECE });
  pipeline(copies(gzip), gunzip).catch(reportedElsewhere);
  let passed = 0;
  try {
    for await (const piece of gunzip) {
      passed += piece.length;
      yield piece;
    }
  } catch (error) {
    if (path !== STDIN && isDataError(error)) yield* salvaged(filePieces(path), passed);
    throw error;
  }
}

function isDataError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'Z_DATA_ERROR';
}

/** Copies are needed because a stream may still hold a piece when the next one is read into the same buffer. */
async function* copies(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) yield Buffer.from(piece);
}

/** The same error is also thrown where the stream is read. */
const reportedElsewhere = () => undefined;

/** Small enough to stay in the processor's cache while it is read, large enough to need few reads. */
const PIECE = 1 << 18;

/**
 * Reads the file synchronously into one buffer that is used again for each piece. There is nothing else to do
 * meanwhile, and the detour through the event loop costs more than reading does (100 MB: 30 ms without it, 70 with it).
 */
async function* filePieces(path: string): AsyncGenerator<Uint8Array> {
  if (statSync(path).isFIFO()) {
    yield* namedPipe(path);
    return;
  }
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

/**
 * Waits for a named pipe as for a network connection. A system call that waits for its writer would keep the process
 * from handling signals, and from ending.
 */
function namedPipe(path: string): AsyncIterable<Uint8Array> {
  const fd = openSync(path, fileConstants.O_RDONLY | fileConstants.O_NONBLOCK);
  return new Socket({ fd, readable: true, writable: false });
}

const REASON: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'is a directory',
  ENOTDIR: 'no such file',
};

function inputError(path: string, error: unknown): unknown {
  if (error instanceof InputError || !(error instanceof Error) || !('code' in error)) return error;
  if (error.code === 'Z_DATA_ERROR')
    return new BrokenGzip(`${path}: the gzip data is broken`, { cause: error });
  return new InputError(`${path}: ${REASON[String(error.code)] ?? error.message}`, { cause: error });
}

interface Peeked {
  /** At least the first two bytes, unless the input is shorter. */
  readonly first: Uint8Array;
  /** The whole input, including the first bytes. */
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
