import { CLOSE_OBJECT, COMMA, OPEN_OBJECT } from '../../bytes/bytes.ts';

const MINUS = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;

/** Text of ASCII characters, as bytes. */
function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

const TYPE = ascii('"type":');
const TIME_END = ascii('",');
const TIME = ascii('"time":"');
const SOURCE_END = ascii('},');
const SOURCE_TYPE = ascii(',"type":');
const START_END = ascii('"');
const START_TIME = ascii(',"start_time":"');
const SOURCE = ascii('"source":{"id":');
const PHASE_END = ascii(',');
const PHASE = ascii('"phase":');
const PARAMS = ascii('{"params":');
const DEPENDENCY_END = ascii('}}');
const DEPENDENCY = ascii('{"source_dependency":{"id":');

/**
 * Reads an event backwards from its end. Chromium writes keys sorted and without blanks, so that whatever an
 * event says stands before this:
 *
 *     "phase":1,"source":{"id":95,"start_time":"2818622","type":1},"time":"2818679","type":170}
 *
 * Most events need no more than their type to be passed over, and many of the others have no params: these are
 * read without a parser. One object, filled again for each event, for there are millions.
 */
export class EventEnd {
  type = 0;
  phase = 0;
  source = 0;
  /** In ticks. */
  sourceStart = 0;
  /** In ticks. */
  time = 0;
  /** Where the params stand, unparsed; `paramsTo` is 0 for an event without. */
  paramsFrom = 0;
  paramsTo = 0;
  /** The id of the source that it points at, where its params say no more than that; else 0. */
  dependency = 0;
  #at = 0;
  #number = 0;

  /**
   * The type of the event from `from` to `to`, as every one tells it that Chromium wrote. False when it must be
   * parsed to know.
   */
  readType(bytes: Uint8Array, from: number, to: number): boolean {
    this.#at = to - 1;
    if (bytes[this.#at] !== CLOSE_OBJECT || !this.#digits(bytes, from) || !this.#text(bytes, from, TYPE)) {
      return false;
    }
    this.type = this.#number;
    return true;
  }

  /** Where `"type"` begins that {@link readType} found. */
  get typeAt(): number {
    return this.#at;
  }

  /** All that stands before its type. False when the event must be parsed. */
  readRest(bytes: Uint8Array, from: number, typeAt: number): boolean {
    this.#at = typeAt;
    if (!this.#text(bytes, from, TIME_END) || !this.#digits(bytes, from)) return false;
    this.time = this.#number;
    if (!this.#text(bytes, from, TIME) || !this.#text(bytes, from, SOURCE_END)) return false;
    if (!this.#digits(bytes, from) || !this.#text(bytes, from, SOURCE_TYPE)) return false;
    if (!this.#text(bytes, from, START_END) || !this.#digits(bytes, from)) return false;
    this.sourceStart = this.#number;
    if (!this.#text(bytes, from, START_TIME) || !this.#digits(bytes, from)) return false;
    // The browser's own sources have ids below zero.
    const negative = bytes[this.#at - 1] === MINUS;
    if (negative) this.#at -= 1;
    this.source = negative ? -this.#number : this.#number;
    if (!this.#text(bytes, from, SOURCE) || !this.#text(bytes, from, PHASE_END)) return false;
    if (!this.#digits(bytes, from) || !this.#text(bytes, from, PHASE)) return false;
    this.phase = this.#number;
    return this.#findParams(bytes, from);
  }

  #findParams(bytes: Uint8Array, from: number): boolean {
    this.paramsTo = 0;
    this.dependency = 0;
    const before = this.#at - 1;
    if (before === from) return bytes[from] === OPEN_OBJECT;
    this.paramsFrom = from + PARAMS.length;
    this.paramsTo = before;
    if (bytes[before] !== COMMA || before <= this.paramsFrom) return false;
    this.#at = this.paramsFrom;
    if (!this.#text(bytes, from, PARAMS)) return false;
    this.#at = before;
    this.dependency = this.#readDependency(bytes);
    return true;
  }

  /** `{"source_dependency":{"id":97,"type":17}}`: two of five of the wanted events with params have only that. */
  #readDependency(bytes: Uint8Array): number {
    const from = this.paramsFrom;
    if (!this.#text(bytes, from, DEPENDENCY_END) || !this.#digits(bytes, from)) return 0;
    if (!this.#text(bytes, from, SOURCE_TYPE) || !this.#digits(bytes, from)) return 0;
    const id = this.#number;
    return this.#text(bytes, from, DEPENDENCY) && this.#at === from ? id : 0;
  }

  /** Goes back over a number. */
  #digits(bytes: Uint8Array, from: number): boolean {
    let at = this.#at - 1;
    let number = 0;
    let scale = 1;
    for (; at >= from; at -= 1) {
      const digit = bytes[at] ?? 0;
      if (digit < ZERO || digit > NINE) break;
      number += (digit - ZERO) * scale;
      scale *= 10;
    }
    this.#at = at + 1;
    this.#number = number;
    // What has a dozen digits more than any clock or counter goes to the parser.
    return scale > 1 && scale < 1e15;
  }

  /** Goes back over exactly this text. */
  #text(bytes: Uint8Array, from: number, text: Uint8Array): boolean {
    const start = this.#at - text.length;
    if (start < from) return false;
    for (let index = text.length - 1; index >= 0; index -= 1) {
      if (bytes[start + index] !== text[index]) return false;
    }
    this.#at = start;
    return true;
  }
}
