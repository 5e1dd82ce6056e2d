import type { Browser } from '../../model/capture.ts';
import type { Emit, SourceReader } from '../../model/evidence.ts';
import { CARRIAGE_RETURN, type DecodeUtf8, type ReaderOptions } from '../bytes/bytes.ts';
import { LineSplitter } from '../bytes/line-splitter.ts';
import { boundProblems } from '../problems.ts';
import { LineScan, wordHash } from './lines/line-scan.ts';
import { LogClock } from './lines/log-clock.ts';
import { LogThreads } from './lines/log-threads.ts';
import { END_OF_LIST } from './lines/message.ts';
import { TimedLine } from './lines/timed-line.ts';
import { MozLogMachine } from './machine.ts';

/** Only headers of megabytes could be longer. */
const MAX_LINE_LENGTH = 1 << 20;

/**
 * Reads a Firefox log (MOZ_LOG with nsHttp at level 3 or more, about:logging), complete or truncated anywhere. Memory
 * grows with requests and connections, not with the file. If the log has several processes, only the parent's lines are
 * used: only the parent process uses the network (netwerk runs there).
 */
export function createMozLogReader(emit: Emit, options: ReaderOptions): MozLogSource {
  return new MozLogReader(emit, options.decode);
}

export interface MozLogSource extends SourceReader {
  /** Number of objects in memory, for requests and connections in progress. */
  readonly size: number;
}

class MozLogReader implements MozLogSource {
  readonly #emit: Emit;
  readonly #summarise: () => void;
  readonly #decode: DecodeUtf8;
  readonly #lines: LineSplitter;
  readonly #scan = new LineScan();
  readonly #clock = new LogClock();
  readonly #words = new Map<number, string>();
  readonly #places: LogThreads;
  #browser: Browser | null = null;
  /** Number of threads that are listing the header section of a request, line by line. */
  #listing = 0;
  /** The most detailed level that was seen: E, W, I, D, V. */
  #deepest = 0;
  #others = 0;
  #truncated = false;

  constructor(emit: Emit, decode: DecodeUtf8) {
    const bounded = boundProblems(emit);
    this.#emit = bounded.emit;
    this.#summarise = bounded.summarise;
    this.#decode = decode;
    this.#places = new LogThreads(
      decode,
      (run) => new MozLogMachine(this.#emit, run, (browser) => this.#emitBrowser(browser)),
    );
    this.#lines = new LineSplitter(
      (bytes, from, to, number) => {
        this.#line(bytes, from, to, number);
        return true;
      },
      {
        maxLength: MAX_LINE_LENGTH,
        onTooLong: (number) =>
          this.#problem('moz-log-too-long', 'This line is too long for a log, so it was skipped.', number),
      },
    );
    this.#emit({ kind: 'source', source: 'moz-log' });
    for (const word of this.#places.machineOf('').words) this.#words.set(wordHash(word), word);
  }

  get size(): number {
    return [...this.#places.machines].reduce((sum, machine) => sum + machine.size, 0);
  }

  push(bytes: Uint8Array): void {
    this.#lines.push(bytes);
  }

  end(): void {
    // A truncated line is not read, because it could mean something else.
    this.#lines.end((_bytes, _from, _to, number) => {
      this.#truncated = true;
      const message =
        'The log ends in the middle of a line: Firefox was still writing it, was killed, or the file was truncated. Everything before that was read.';
      this.#problem('moz-log-truncated', message, number);
      return false;
    });
    for (const machine of this.#places.machines) machine.end();
    this.#emitLevel();
    this.#summarise();
    this.#emit({ kind: 'source', source: 'moz-log', truncated: this.#truncated });
  }

  #line(bytes: Uint8Array, from: number, to: number, number: number): void {
    const scan = this.#scan;
    const known = scan.read(bytes, from, to);
    if (known === false) {
      // In messages of several lines (header sections of responses), only the first line has a log prefix.
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
    const { machine, thread } = this.#places.at(bytes, place + 1, placeEnd - 1);
    if (machine === null) {
      this.#others += 1;
      return;
    }
    const line = new TimedLine(this.#decode(bytes, message, end), thread, this.#clock, bytes, from, place);
    const wasListing = thread.listing !== null;
    if (wasListing && indented && module === 'nsHttp') machine.listed(line);
    else {
      thread.listing = null;
      if (!machine.apply(line, word)) this.#broken(number);
    }
    this.#listing += Number(thread.listing !== null) - Number(wasListing);
  }

  #emitBrowser(browser: Browser): void {
    if (this.#browser !== null) return;
    this.#browser = browser;
    this.#emit({ kind: 'source', source: 'moz-log', browser });
  }

  #emitLevel(): void {
    if (this.#deepest >= NEEDED_LEVEL) return;
    const message =
      this.#others > 0 && this.#deepest === 0
        ? "This is the log of one of Firefox's child processes, which do not use the network. Use the parent's log, without .child-N in its name."
        : 'The log has no lines of nsHttp at level 3 or more, so it is incomplete. Record it with nsHttp:5.';
    this.#problem('moz-log-level', message);
  }

  #broken(line: number): void {
    this.#problem('moz-log-bad-line', 'This line is truncated or broken, so it was skipped.', line);
  }

  #problem(code: string, message: string, line?: number): void {
    this.#emit({ kind: 'problem', problem: { code, message, ...(line === undefined ? {} : { line }) } });
  }
}

/** Error, Warning, Info, Debug, Verbose: levels 1 to 5. */
const LEVELS = [0, 0x45, 0x57, 0x49, 0x44, 0x56];
const NEEDED_LEVEL = 3;

/** Control characters that text does not contain, but that a damaged log can. */
function isBinary(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte < 0x09 || (byte > 0x0d && byte < 0x20 && byte !== 0x1b)) return true;
  }
  return false;
}
