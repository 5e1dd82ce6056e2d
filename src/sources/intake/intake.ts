import type { Emit, SourceReader } from '../../model/evidence.ts';
import { Gathered, markLength } from '../bytes/bytes.ts';
import { createCdpInObjectReader, createCdpLogReader } from '../cdp/cdp-log-reader.ts';
import type { CertificateReaderOptions } from '../certificates.ts';
import { createChromeTraceReader } from '../chrome-trace/json-trace-reader.ts';
import { createTraceProtoReader } from '../chrome-trace/protobuf-trace-reader.ts';
import { createHarReader, type HarReaderOptions } from '../har/har-reader.ts';
import { createMozLogReader } from '../moz-log/reader.ts';
import { createNetLogReader } from '../netlog/netlog-reader.ts';
import { createPlaywrightReader } from '../playwright/playwright-reader.ts';
import { createWebPageTestReader } from '../webpagetest/webpagetest-reader.ts';
import { createZipReader } from '../zip/zip-reader.ts';
import { detectKind, type InputKind, likelyKind } from './detect-kind.ts';
import { looksLike } from './looks-like.ts';
import { scriptStart, WithoutScriptEnd } from './script-wrapping.ts';

export interface IntakeOptions extends CertificateReaderOptions, HarReaderOptions {
  /** The name of the file, for messages. Its kind is recognised by its content. */
  readonly name?: string;
}

export interface Intake extends SourceReader {
  /** Null until enough of it arrived, and for an unknown kind. */
  readonly kind: InputKind | null;
}

type CreateReader = (emit: Emit, options: IntakeOptions) => SourceReader;

/** The reader of each kind; null for one that is recognised but not read. */
const READERS: Readonly<Record<InputKind, CreateReader | null>> = {
  har: createHarReader,
  netlog: createNetLogReader,
  cdp: createCdpLogReader,
  'chrome-trace': createChromeTraceReader,
  'chrome-trace-proto': createTraceProtoReader,
  'moz-log': createMozLogReader,
  'cdp-in-object': createCdpInObjectReader,
  zip: (emit, options) => createZipReader(emit, options, (name) => fileInZip(emit, { ...options, name })),
  'playwright-trace': createPlaywrightReader,
  webpagetest: createWebPageTestReader,
  'coalescope-report': null,
  'lighthouse-report': null,
  'net-export-running': null,
  'net-export-part': null,
};

/** An archive within an archive is not read. */
function fileInZip(emit: Emit, options: IntakeOptions): SourceReader {
  return new KindIntake(emit, options, false);
}

/** Why a recognised kind is not read. */
const NOT_READ: Readonly<Partial<Record<InputKind, string>>> = {
  'coalescope-report':
    'is a Coalescope report, which holds conclusions but no evidence: use the capture that it was made from, or an annotated HAR',
  'lighthouse-report':
    'is a Lighthouse report, which holds results but no log: run Lighthouse with -GA and open the devtoolslog.json that it saves',
  'net-export-part':
    'is a temporary file of chrome://net-export: stop the recording there and open the file that it writes then. If the browser was closed before that, join the temporary files with net/tools/stitch_net_log_files.py of Chromium',
};

const STILL_RECORDING = 'The recording is still running: stop it in chrome://net-export, then open the file.';

const READABLE =
  'Coalescope reads HAR files, Chromium NetLogs, DevTools protocol logs, Chrome traces, Firefox logs (MOZ_LOG), and zip archives of these.';

/** Number of bytes that are inspected first, then twice as many, and so on, so that the total is linear. */
const FIRST_LOOK = 64;
/** Every known kind is recognised long before this. */
const LAST_LOOK = 1 << 24;

/** Reads a file of any known kind, recognised by its content. An unknown kind gives one problem. */
export function createIntake(emit: Emit, options: IntakeOptions): Intake {
  return new KindIntake(emit, options);
}

class KindIntake implements Intake {
  readonly #emit: Emit;
  readonly #options: IntakeOptions;
  readonly #readsArchives: boolean;
  #kind: InputKind | null = null;
  #reader: SourceReader | null = null;
  #refused = false;
  /** The bytes that arrived before the kind was known. */
  readonly #head = new Gathered();
  #nextLook = FIRST_LOOK;

  constructor(emit: Emit, options: IntakeOptions, readsArchives = true) {
    this.#emit = emit;
    this.#options = options;
    this.#readsArchives = readsArchives;
  }

  get kind(): InputKind | null {
    return this.#kind;
  }

  push(bytes: Uint8Array): void {
    if (this.#reader !== null) this.#reader.push(bytes);
    if (this.#reader !== null || this.#refused) return;
    this.#head.add(bytes);
    for (; this.#head.length >= this.#nextLook; this.#nextLook *= 2) {
      if (this.#look(this.#nextLook, this.#nextLook > LAST_LOOK)) return;
    }
  }

  end(): void {
    if (this.#reader === null && !this.#refused) this.#look(this.#head.length, true);
    this.#reader?.end();
  }

  /** Inspects the first `length` bytes; returns whether that was enough. */
  #look(length: number, last: boolean): boolean {
    const { bytes } = this.#head;
    const begin = markLength(bytes);
    const whole = this.#options.decode(bytes, begin, Math.max(begin, length));
    const wrapping = scriptStart(whole);
    const text = whole.slice(wrapping);
    this.#kind = last ? likelyKind(text) : detectKind(text);
    if (this.#kind === null && !last) return false;
    if (this.#kind === 'zip' && !this.#readsArchives) this.#kind = null;
    const create = this.#kind && READERS[this.#kind];
    if (create === null) {
      this.#refused = true;
      this.#refuse(text);
    } else {
      const reader = create(this.#emit, this.#options);
      this.#reader = wrapping === 0 ? reader : new WithoutScriptEnd(reader);
      // The wrapping is ASCII, so its length in bytes is its length in characters.
      this.#reader.push(bytes.subarray(begin + wrapping));
    }
    this.#head.clear();
    return true;
  }

  #refuse(head: string): void {
    if (this.#kind === 'net-export-running') {
      this.#problem('still-recording', STILL_RECORDING);
      return;
    }
    const what = (this.#kind === null ? undefined : NOT_READ[this.#kind]) ?? looksLike(head);
    const message = `${this.#options.name ?? 'This file'} ${what}. ${READABLE}`;
    this.#problem('unknown-kind', message);
  }

  #problem(code: string, message: string): void {
    this.#emit({ kind: 'problem', problem: { code, message } });
  }
}
