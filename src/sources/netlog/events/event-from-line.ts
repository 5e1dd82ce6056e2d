import type { DecodeUtf8 } from '../../bytes/bytes.ts';
import { parseJson } from '../../json.ts';
import { eventTypeAtEnd } from './event-type-at-end.ts';
import type { NetLogConstants } from './netlog-constants.ts';
import type { NetLogEvent } from './netlog-event.ts';

/** The event of a line, 'unwanted' when nothing handles its type, or null when the text is not an event. */
export type LineContent = NetLogEvent | 'unwanted' | null;

/**
 * Turns the text of one event, usually a line of the log, into the event.
 *
 * Only events of the wanted types are parsed. Most events have other types (nine of ten in the log of a site), and the
 * bytes at the end of an event show its type. Measured as CPU time for the whole reading (Node 20, medians of
 * alternating runs): parsing every event takes 1.2 to 1.5 times as long for logs of 10 MB, and 1.5 to 2.5 times as long
 * for logs of 100 MB. Two further steps were removed, because each was worth less than 10 % on average: skipping lines
 * before they are split (7 %), and reading params without a parser (7 %). Together they were worth 16 %.
 */
export class EventFromLine {
  readonly #constants: NetLogConstants;
  readonly #wanted: ReadonlySet<number>;
  readonly #decode: DecodeUtf8;

  constructor(constants: NetLogConstants, wantedTypes: ReadonlySet<string>, decode: DecodeUtf8) {
    this.#constants = constants;
    this.#wanted = constants.numbersOf(wantedTypes);
    this.#decode = decode;
  }

  /** Reads the text in the bytes from `from` to `to`. */
  read(bytes: Uint8Array, from: number, to: number): LineContent {
    const type = eventTypeAtEnd(bytes, from, to);
    if (type !== null && !this.#wanted.has(type)) return 'unwanted';
    return this.#constants.event(parseJson(this.#decode(bytes, from, to)));
  }
}
