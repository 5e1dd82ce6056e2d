import type { EpochMs } from '../../model/capture.ts';
import type { DecodeUtf8 } from '../bytes.ts';
import { asNumber, type JsonObject, parseJson } from '../json.ts';
import { type EventFacts, type NetLogEvent, type Phase, paramsOf } from './event.ts';

/** Where the params of an event stand, unparsed. */
export interface ParamsBytes {
  readonly bytes: Uint8Array;
  readonly from: number;
  /** 0 for an event without params. */
  readonly to: number;
  readonly decode: DecodeUtf8;
}

const DEPENDENCY = '"source_dependency":{"id":';
/** What a number ends before. */
const ENDS = ',}';

/**
 * An event of a file. What it says is parsed when somebody asks for it: half of the params that are wanted say no
 * more than a number that counts. Its params can be asked for only while the bytes are there, that is until the next
 * event is read.
 */
export class LoggedEvent implements NetLogEvent {
  readonly type: string;
  readonly phase: Phase;
  readonly source: number;
  readonly sourceStart: EpochMs | null;
  readonly time: EpochMs;
  readonly #at: ParamsBytes;
  /** The source that it points at, where its params say no more than that; else 0. */
  readonly #dependency: number;
  #text: string | null = null;
  #params: JsonObject | null = null;
  /** Its params were asked for and are no JSON. */
  broken = false;

  constructor({ type, phase, source, sourceStart, time }: EventFacts, at: ParamsBytes, dependency: number) {
    this.type = type;
    this.phase = phase;
    this.source = source;
    this.sourceStart = sourceStart;
    this.time = time;
    this.#at = at;
    this.#dependency = dependency;
  }

  get paramsText(): string {
    if (this.#text === null) {
      const { bytes, from, to, decode } = this.#at;
      this.#text = to === 0 ? '' : decode(bytes, from, to);
    }
    return this.#text;
  }

  get params(): JsonObject {
    if (this.#params === null) {
      const text = this.paramsText;
      const parsed = text === '' ? null : parseJson(text);
      this.broken = parsed === undefined;
      this.#params = paramsOf(parsed);
    }
    return this.#params;
  }

  get dependency(): number | null {
    return this.#dependency === 0 ? this.#numberAfter(DEPENDENCY) : this.#dependency;
  }

  number(name: string): number | null {
    return this.#numberAfter(`"${name}":`);
  }

  /** Quotes in a string are escaped, so that `"name":` is a name wherever it stands; the last one is the outermost. */
  #numberAfter(name: string): number | null {
    const text = this.paramsText;
    const found = text.lastIndexOf(name);
    if (found < 0) return null;
    const from = found + name.length;
    let to = from;
    while (to < text.length && !ENDS.includes(text.charAt(to))) to += 1;
    return to === from ? null : asNumber(Number(text.slice(from, to)));
  }
}
