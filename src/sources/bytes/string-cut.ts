import { BACKSLASH, COLON, isSpace } from './bytes.ts';

/** Which long strings of a JSON document are shortened before parsing. */
export interface CutOptions {
  /** The name of their member, as written in the document. */
  readonly name: string;
  /** How many bytes of their beginning are kept. A few more are kept where a piece ends within the string. */
  readonly keep: number;
}

/** An escape is no longer than this after its backslash: `\u00e9`. */
const ESCAPED = 5;

/**
 * Finds the parts of long strings that can be omitted while reading a value that arrives in pieces. It looks only at the
 * current piece: a string whose name came in the piece before is kept whole.
 */
export class StringCut {
  readonly #name: Uint8Array;
  readonly #keep: number;
  /** How many bytes of the string that continues in the next piece are still kept. Null between strings. */
  #left: number | null = null;

  constructor({ name, keep }: CutOptions) {
    this.#name = Uint8Array.from(`"${name}"`, (character) => character.charCodeAt(0));
    this.#keep = keep;
  }

  /**
   * Takes a string, or its part in this piece, without the quotes. Returns where the part that can be omitted begins; it
   * extends to `to`. Returns `to` when nothing can be omitted. The shortened string is still valid JSON, except that the
   * UTF-8 of its last character may be cut.
   */
  cutAt(bytes: Uint8Array, from: number, to: number, ended: boolean): number {
    const length = to - from;
    if (ended && length <= this.#keep && this.#left === null) return to;
    const left = this.#left ?? (this.#isNamed(bytes, from - 1) ? this.#keep : Number.POSITIVE_INFINITY);
    const cut = left === 0 ? from : outsideEscapes(bytes, from + left, to);
    const leftAfter = cut < to || left === 0 ? 0 : Math.max(left - length, ESCAPED);
    this.#left = ended ? null : leftAfter;
    return cut;
  }

  /** Whether the string with this opening quote is the value of a member of that name. */
  #isNamed(bytes: Uint8Array, quote: number): boolean {
    let at = beforeSpace(bytes, quote - 1);
    if (bytes[at] !== COLON) return false;
    at = beforeSpace(bytes, at - 1);
    const begin = at + 1 - this.#name.length;
    return this.#name.every((byte, index) => bytes[begin + index] === byte);
  }
}

function beforeSpace(bytes: Uint8Array, from: number): number {
  let at = from;
  while (isSpace(bytes[at])) at -= 1;
  return at;
}

/** The first index from `from` that is not within an escape; `to` when there is none before it. */
function outsideEscapes(bytes: Uint8Array, from: number, to: number): number {
  let plain = 0;
  for (let at = from - ESCAPED; at < to; at += 1) {
    if (plain === ESCAPED) return at;
    plain = bytes[at] === BACKSLASH ? 0 : plain + 1;
  }
  return to;
}
