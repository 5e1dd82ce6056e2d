import type { EpochMs } from '../../../model/capture.ts';
import type { DecodeUtf8 } from '../../bytes/bytes.ts';
import { asNumber, type JsonObject, parseJson } from '../../json.ts';
import type { EventEnd } from './event-end.ts';
import { type NetLogEvent, type Phase, paramsOf } from './netlog-event.ts';

/** What the numbers of an event mean in one log. */
export interface EventNumbers {
  /** From the log's ticks to epoch ms. */
  readonly tickOffset: number;
  readonly phases: readonly (Phase | undefined)[];
}

const DEPENDENCY = '"source_dependency":{"id":';
/** What a number ends before. */
const ENDS = ',}';

/**
 * An event of a file. What it says is parsed when somebody asks for it: half of the params that are wanted say no
 * more than a number that counts. One object, filled again for each event, for there are hundreds of thousands; so
 * whoever gets it keeps what it says and not it.
 */
export class LoggedEvent implements NetLogEvent {
  phase: Phase = 'none';
  source = 0;
  sourceStart: EpochMs | null = null;
  time: EpochMs = 0;
  /** Its params were asked for and are no JSON. */
  broken = false;
  readonly #decode: DecodeUtf8;
  #bytes: Uint8Array = new Uint8Array();
  #from = 0;
  #to = 0;
  #dependency = 0;
  #text: string | null = null;
  #params: JsonObject | null = null;

  constructor(decode: DecodeUtf8) {
    this.#decode = decode;
  }

  /** Becomes the event whose end was read. Its bytes have to stay as long as somebody may ask for its params. */
  become(end: EventEnd, bytes: Uint8Array, { tickOffset, phases }: EventNumbers): void {
    this.phase = phases[end.phase] ?? 'none';
    this.source = end.source;
    this.sourceStart = end.sourceStart + tickOffset;
    this.time = end.time + tickOffset;
    this.broken = false;
    this.#bytes = bytes;
    this.#from = end.paramsFrom;
    this.#to = end.paramsTo;
    this.#dependency = end.dependency;
    this.#text = null;
    this.#params = null;
  }

  get paramsText(): string {
    this.#text ??= this.#to === 0 ? '' : this.#decode(this.#bytes, this.#from, this.#to);
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

  /** Quotes in a string are escaped, so that `"name":` is a name wherever it stands. */
  #numberAfter(name: string): number | null {
    const text = this.paramsText;
    const found = text.indexOf(name);
    if (found < 0) return null;
    const from = found + name.length;
    let to = from;
    while (to < text.length && !ENDS.includes(text.charAt(to))) to += 1;
    return to === from ? null : asNumber(Number(text.slice(from, to)));
  }
}
