import { CLOSE_ARRAY, COLON, OPEN_ARRAY, SPACE } from '../../bytes/bytes.ts';

/** The modules whose lines are used: HTTP itself, and the sockets below it. */
export type LogModule = 'nsHttp' | 'nsSocketTransport';

const SLASH = 0x2f;
const EQUALS = 0x3d;
const HTTP = asBytes('nsHttp ');
const SOCKETS = asBytes('nsSocketTransport ');
/** Messages are distinguished by a hash of their first word, up to this length. */
const LONGEST_WORD = 64;
/** `2026-11-22 15:38:07.517928 UTC - [`, with a line number before it where grep wrote one. */
const LONGEST_TIME = 64;
const LONGEST_PLACE = 256;

/**
 * Scans the bytes of one line (`… - [Parent 123: Socket Thread]: I/nsHttp Http2Session::DontReuse …`) without creating a
 * string, because nine of ten lines are not used, and this scan is their whole cost.
 * The layout is that of Firefox's xpcom/base/Logging.cpp, with or without the time.
 */
export class LineScan {
  /** Where `[Parent 123: Socket Thread]` begins. */
  place = 0;
  /** Where it ends, including its bracket. */
  placeEnd = 0;
  /** Byte of the level: E, W, I, D or V. */
  level = 0;
  module: LogModule = 'nsHttp';
  /** Where the message begins. */
  message = 0;
  /** Whether it begins with blanks: it then belongs to the message before it. */
  indented = false;
  #offset = 0;
  /** Hash of the first word after the blanks; it ends at a blank, `[` or `=`. */
  word = 0;

  /** False for a line without the prefix of a log line; `'other'` for a line of another module. */
  read(bytes: Uint8Array, from: number, to: number): boolean | 'other' {
    const end = this.#endOfPlace(bytes, from, to);
    if (end < 0) return false;
    this.placeEnd = end + 1;
    this.level = bytes[end + 3] ?? 0;
    const name = end + 5;
    if (startsWithAt(bytes, name, to, HTTP)) this.#message('nsHttp', bytes, name + HTTP.length, to);
    else if (startsWithAt(bytes, name, to, SOCKETS)) {
      this.#message('nsSocketTransport', bytes, name + SOCKETS.length, to);
    } else return 'other';
    return true;
  }

  /** The index of the bracket in `]: X/`, or -1. Never reads beyond the end of the line. */
  #endOfPlace(bytes: Uint8Array, from: number, to: number): number {
    // Usually it is at the same offset as in the previous line, because all times have the same length.
    let place = from + this.#offset;
    if (place >= to || bytes[place] !== OPEN_ARRAY)
      place = indexIn(bytes, OPEN_ARRAY, from, Math.min(to, from + LONGEST_TIME));
    if (place < 0) return -1;
    this.#offset = place - from;
    this.place = place;
    const limit = Math.min(to - 4, place + LONGEST_PLACE);
    for (let at = place; at < limit; at += 1) {
      if (bytes[at] !== CLOSE_ARRAY || bytes[at + 1] !== COLON) continue;
      if (bytes[at + 2] === SPACE && bytes[at + 4] === SLASH) return at;
    }
    return -1;
  }

  #message(module: LogModule, bytes: Uint8Array, from: number, to: number): void {
    this.module = module;
    this.message = from;
    let at = from;
    while (at < to && bytes[at] === SPACE) at += 1;
    this.indented = at > this.message;
    this.word = hashWord(bytes, at, Math.min(to, at + LONGEST_WORD));
  }
}

/** FNV-1a. A collision of two words costs only time, because every handler checks the text. */
function hashWord(bytes: Uint8Array, from: number, to: number): number {
  let hash = 0x811c9dc5;
  for (let at = from; at < to; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === SPACE || byte === OPEN_ARRAY || byte === EQUALS) break;
    hash = Math.imul(hash ^ byte, 0x01000193);
  }
  return hash;
}

function indexIn(bytes: Uint8Array, wanted: number, from: number, to: number): number {
  for (let at = from; at < to; at += 1) if (bytes[at] === wanted) return at;
  return -1;
}

function startsWithAt(bytes: Uint8Array, at: number, to: number, wanted: Uint8Array): boolean {
  if (at + wanted.length > to) return false;
  for (let i = 0; i < wanted.length; i += 1) if (bytes[at + i] !== wanted[i]) return false;
  return true;
}

function asBytes(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** The hash that {@link LineScan} gives a message that begins with this word. */
export function wordHash(word: string): number {
  const bytes = asBytes(word);
  return hashWord(bytes, 0, bytes.length);
}
