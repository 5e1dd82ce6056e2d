import type { Browser, EpochMs } from '../../model/capture.ts';
import type { Emit, SourceReader } from '../../model/evidence.ts';
import { CARRIAGE_RETURN, type DecodeUtf8, type ReaderOptions } from '../bytes.ts';
import { LineSplitter } from '../lines.ts';
import { boundProblems } from '../problems.ts';
import { LogClock } from './clock.ts';
import { LineScan, wordHash } from './line-scan.ts';
import { MozLogMachine } from './machine.ts';
import { END_OF_LIST, type Message, newThread, type Thread } from './message.ts';

/** Longer lines are headers of megabytes, if anything. */
const MAX_LINE_LENGTH = 1 << 20;

/**
 * Reads Firefox's log (MOZ_LOG with nsHttp at level 3 or more, about:logging), whole or cut anywhere. Memory grows
 * with requests and connections, not with the file. Of several processes in it the parent's lines count: it
 * alone has a network (netwerk runs in the parent process).
 */
export function createMozLogReader(emit: Emit, options: ReaderOptions): MozLogSource {
  return new MozLogReader(emit, options.decode);
}

export interface MozLogSource extends SourceReader {
  /** How much is held of what is under way. */
  readonly size: number;
}

interface Place {
  /** Null for lines of other processes. */
  readonly machine: MozLogMachine | null;
  readonly thread: Thread;
}

class MozLogReader implements MozLogSource {
  readonly #emit: Emit;
  readonly #summarise: () => void;
  readonly #decode: DecodeUtf8;
  readonly #lines: LineSplitter;
  readonly #scan = new LineScan();
  readonly #clock = new LogClock();
  readonly #words = new Map<number, string>();
  readonly #machines = new Map<string, MozLogMachine>();
  readonly #places = new Map<string, Place>();
  /** Where the last line came from. */
  #last: { readonly name: string; readonly place: Place } | null = null;
  #browser: Browser | null = null;
  /** Threads that list the head of a request, line by line. */
  #listing = 0;
  /** The lowest level that was seen: E, W, I, D, V. */
  #deepest = 0;
  #others = 0;
  #truncated = false;

  constructor(emit: Emit, decode: DecodeUtf8) {
    const bounded = boundProblems(emit);
    this.#emit = bounded.emit;
    this.#summarise = bounded.summarise;
    this.#decode = decode;
    this.#lines = new LineSplitter(
      (bytes, from, to, number) => {
        this.#line(bytes, from, to, number);
        return true;
      },
      {
        maxLength: MAX_LINE_LENGTH,
        onTooLong: (number) =>
          this.#problem('moz-log-too-long', 'This line is too long for a log; it was passed over.', number),
      },
    );
    this.#emit({ kind: 'source', source: 'moz-log' });
    for (const word of this.#machineOf('').words) this.#words.set(wordHash(word), word);
  }

  get size(): number {
    return [...this.#machines.values()].reduce((sum, machine) => sum + machine.size, 0);
  }

  push(bytes: Uint8Array): void {
    this.#lines.push(bytes);
  }

  end(): void {
    // A line that was cut may say something else than it did: it is not read.
    this.#lines.end((_bytes, _from, _to, number) => {
      this.#truncated = true;
      const message =
        'The log ends in the middle of a line: Firefox was still writing it, was killed, or the file was cut. Everything before that is read.';
      this.#problem('moz-log-truncated', message, number);
      return false;
    });
    for (const machine of this.#machines.values()) machine.end();
    this.#tellLevel();
    this.#summarise();
    this.#emit({ kind: 'source', source: 'moz-log', truncated: this.#truncated });
  }

  #line(bytes: Uint8Array, from: number, to: number, number: number): void {
    const scan = this.#scan;
    const known = scan.read(bytes, from, to);
    if (known === false) {
      // Messages of several lines (heads of answers) have no beginning of their own after the first.
      if (isBinary(bytes, from, to)) this.#broken(number);
      return;
    }
    if (known === 'other') return;
    if (scan.module === 'nsHttp') this.#deepest = Math.max(this.#deepest, LEVELS.indexOf(scan.level));
    const word = this.#words.get(scan.word);
    if (word === END_OF_LIST && this.#listing === 0) return;
    const listed = scan.indented && this.#listing > 0 && scan.module === 'nsHttp';
    if (!listed && (word === undefined || scan.indented !== (scan.module !== 'nsHttp' && word === 'trying')))
      return;
    this.#message(bytes, from, to, number, word ?? '');
  }

  #message(bytes: Uint8Array, from: number, to: number, number: number, word: string): void {
    const { place, placeEnd, message, indented, module } = this.#scan;
    const end = bytes[to - 1] === CARRIAGE_RETURN ? to - 1 : to;
    const { machine, thread } = this.#placeAt(bytes, place + 1, placeEnd - 1);
    if (machine === null) {
      this.#others += 1;
      return;
    }
    const line = new Line(this.#decode(bytes, message, end), thread, this.#clock, bytes, from, place);
    const wasListing = thread.listing !== null;
    if (wasListing && indented && module === 'nsHttp') machine.listed(line);
    else {
      thread.listing = null;
      if (!machine.apply(line, word)) this.#broken(number);
    }
    this.#listing += Number(thread.listing !== null) - Number(wasListing);
  }

  /** Most lines come from where the one before came from. */
  #placeAt(bytes: Uint8Array, from: number, to: number): Place {
    const before = this.#last;
    if (before !== null && isSame(bytes, from, to, before.name)) return before.place;
    const name = this.#decode(bytes, from, to);
    const place = this.#placeOf(name);
    this.#last = { name, place };
    return place;
  }

  /** `Parent 123: Socket Thread`; old versions and MOZ_LOG without processes have `Socket Thread` only. */
  #placeOf(name: string): Place {
    let place = this.#places.get(name);
    if (place === undefined) {
      const [, process = 'Parent', pid = ''] = /^(\D+) (\d+): /.exec(name) ?? [];
      place = { machine: process === 'Parent' ? this.#machineOf(pid) : null, thread: newThread() };
      this.#places.set(name, place);
    }
    return place;
  }

  #machineOf(pid: string): MozLogMachine {
    let machine = this.#machines.get(pid);
    if (machine === undefined) {
      // The first run needs no name: most logs have one.
      const runs = [...this.#machines.keys()].filter((known) => known !== '').length;
      const run = pid === '' || runs === 0 ? '' : `${pid}/`;
      machine = new MozLogMachine(this.#emit, run, (browser) => this.#tellBrowser(browser));
      this.#machines.set(pid, machine);
    }
    return machine;
  }

  #tellBrowser(browser: Browser): void {
    if (this.#browser !== null) return;
    this.#browser = browser;
    this.#emit({ kind: 'source', source: 'moz-log', browser });
  }

  #tellLevel(): void {
    if (this.#deepest >= NEEDED_LEVEL) return;
    const message =
      this.#others > 0 && this.#deepest === 0
        ? "This is the log of one of Firefox's child processes, which have no network: take the parent's, without .child-N in its name."
        : 'The log has nothing of nsHttp at level 3 or more, so it is not complete: record it with nsHttp:5.';
    this.#problem('moz-log-level', message);
  }

  #broken(line: number): void {
    this.#problem('moz-log-bad-line', 'This line is cut or broken; it was passed over.', line);
  }

  #problem(code: string, message: string, line?: number): void {
    this.#emit({ kind: 'problem', problem: { code, message, ...(line === undefined ? {} : { line }) } });
  }
}

/** Error, Warning, Info, Debug, Verbose: levels 1 to 5. */
const LEVELS = [0, 0x45, 0x57, 0x49, 0x44, 0x56];
const NEEDED_LEVEL = 3;

/** Most lines are handled without their time, which costs as much as all the rest. */
class Line implements Message {
  readonly text: string;
  readonly thread: Thread;
  readonly #clock: LogClock;
  readonly #bytes: Uint8Array;
  readonly #from: number;
  readonly #bracket: number;

  constructor(
    text: string,
    thread: Thread,
    clock: LogClock,
    bytes: Uint8Array,
    from: number,
    bracket: number,
  ) {
    this.text = text;
    this.thread = thread;
    this.#clock = clock;
    this.#bytes = bytes;
    this.#from = from;
    this.#bracket = bracket;
  }

  get time(): EpochMs | null {
    return this.#clock.read(this.#bytes, this.#from, this.#bracket);
  }
}

/** The name in these bytes; one that is not ASCII is never the same, and only slower. */
function isSame(bytes: Uint8Array, from: number, to: number, name: string): boolean {
  if (to - from !== name.length) return false;
  for (let i = 0; i < name.length; i += 1) if (bytes[from + i] !== name.charCodeAt(i)) return false;
  return true;
}

/** Control characters that no text has, which a log may yet hold when its file was damaged. */
function isBinary(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte < 0x09 || (byte > 0x0d && byte < 0x20 && byte !== 0x1b)) return true;
  }
  return false;
}
