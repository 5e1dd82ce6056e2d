import type { Emit, SourceReader } from '../../model/evidence.ts';
import { createCdpLogReader } from '../cdp/cdp-log-reader.ts';
import { createChromeTraceReader } from '../chrome-trace/reader.ts';
import { createHarReader } from '../har/har-reader.ts';
import { createNetLogReader } from '../netlog/reader.ts';
import { detectKind, type InputKind, likelyKind } from './detect-kind.ts';
import { looksLike } from './looks-like.ts';

export interface IntakeOptions {
  /** What the file is called, for messages. Its kind is found by looking inside. */
  readonly name?: string;
}

export interface Intake extends SourceReader {
  /** Null until enough of the text came, and for a kind that is not known. */
  readonly kind: InputKind | null;
}

const READERS: Readonly<Partial<Record<InputKind, (emit: Emit) => SourceReader>>> = {
  har: createHarReader,
  netlog: createNetLogReader,
  cdp: createCdpLogReader,
  'chrome-trace': createChromeTraceReader,
};

/** Kinds that are known and yet not read. */
const NOT_READ: Readonly<Partial<Record<InputKind, string>>> = {
  'moz-log': 'is a log of Firefox, which cannot be read yet',
  'coalescope-report':
    'is a report of Coalescope, which holds conclusions and no evidence: take the capture that it was made from, or an annotated HAR',
};

const READABLE = 'HAR files, Chromium NetLogs, logs of the DevTools protocol and Chrome traces can be read.';

/** The first look is taken at so much text, then each time that there is twice as much: linear in all. */
const FIRST_LOOK = 64;
/** Every known kind tells itself long before this. */
const LAST_LOOK = 1 << 24;

/** Reads text of any kind that is known, found by what is in it. Text of no known kind gives one problem. */
export function createIntake(emit: Emit, options: IntakeOptions = {}): Intake {
  return new KindIntake(emit, options.name);
}

class KindIntake implements Intake {
  readonly #emit: Emit;
  readonly #name: string;
  #kind: InputKind | null = null;
  #reader: SourceReader | null = null;
  #refused = false;
  #pieces: string[] = [];
  #length = 0;
  #nextLook = FIRST_LOOK;

  constructor(emit: Emit, name: string | undefined) {
    this.#emit = emit;
    this.#name = name ?? 'This';
  }

  get kind(): InputKind | null {
    return this.#kind;
  }

  push(text: string): void {
    if (this.#reader !== null) this.#reader.push(text);
    if (this.#reader !== null || this.#refused) return;
    this.#pieces.push(text);
    this.#length += text.length;
    if (this.#length < this.#nextLook) return;
    this.#nextLook = this.#length * 2;
    this.#look(this.#length > LAST_LOOK);
  }

  end(): void {
    if (this.#reader === null && !this.#refused) this.#look(true);
    this.#reader?.end();
  }

  #look(last: boolean): void {
    const head = this.#pieces.join('').replace(/^\ufeff/, '');
    this.#pieces = [head];
    this.#kind = last ? likelyKind(head) : detectKind(head);
    if (this.#kind === null && !last) return;
    const create = this.#kind === null ? undefined : READERS[this.#kind];
    this.#pieces = [];
    if (create === undefined) {
      this.#refused = true;
      this.#refuse(head);
    } else {
      this.#reader = create(this.#emit);
      this.#reader.push(head);
    }
  }

  #refuse(head: string): void {
    const what = (this.#kind === null ? undefined : NOT_READ[this.#kind]) ?? looksLike(head);
    const message = `${this.#name} ${what}. ${READABLE}`;
    this.#emit({ kind: 'problem', problem: { code: 'unknown-kind', message } });
  }
}
