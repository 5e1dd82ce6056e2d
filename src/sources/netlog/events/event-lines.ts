import { CLOSE_OBJECT, COLON, COMMA, LINE_FEED, OPEN_OBJECT, QUOTE } from '../../bytes/bytes.ts';
import type { LineReader } from '../../bytes/line-splitter.ts';

const ZERO = 0x30;
const NINE = 0x39;
const [T, Y, P, E] = [0x74, 0x79, 0x70, 0x65];

/**
 * Takes the event from `from` to where its `"type"` stands; answers false to leave it to others. `line` counts from the
 * first line of the call.
 */
export type TakeEvent = (
  type: number,
  bytes: Uint8Array,
  from: number,
  typeAt: number,
  line: number,
) => boolean;

/**
 * Reads lines that end as Chromium writes them (`"type":170},`, see event-end.ts), and passes over those whose events
 * say nothing, which are most of a log: nine of ten of a site's. One loop, so that it is compiled after a few thousand
 * lines.
 */
export class EventLines implements LineReader {
  readonly #wanted: readonly unknown[];
  readonly #take: TakeEvent;
  count = 0;

  /** @param wanted by the number of a type: something where its events say something */
  constructor(wanted: readonly unknown[], take: TakeEvent) {
    this.#wanted = wanted;
    this.#take = take;
  }

  read(bytes: Uint8Array, from: number): number {
    const wanted = this.#wanted;
    let start = from;
    for (this.count = 0; ; this.count += 1) {
      const feed = bytes.indexOf(LINE_FEED, start);
      // Room for `{"type":0}`.
      if (feed - start < 10 || bytes[start] !== OPEN_OBJECT) return start;
      let at = bytes[feed - 1] === COMMA ? feed - 2 : feed - 1;
      if (bytes[at] !== CLOSE_OBJECT) return start;
      let type = 0;
      for (let scale = 1; scale < 1e6; scale *= 10) {
        at -= 1;
        const digit = bytes[at] ?? 0;
        if (digit < ZERO || digit > NINE) break;
        type += (digit - ZERO) * scale;
      }
      const named =
        bytes[at] === COLON &&
        bytes[at - 1] === QUOTE &&
        bytes[at - 2] === E &&
        bytes[at - 3] === P &&
        bytes[at - 4] === Y &&
        bytes[at - 5] === T &&
        bytes[at - 6] === QUOTE;
      const numbered = bytes[at + 1] !== CLOSE_OBJECT;
      if (!named || !numbered) return start;
      if (wanted[type] !== undefined && !this.#take(type, bytes, start, at - 6, this.count)) return start;
      start = feed + 1;
    }
  }
}
