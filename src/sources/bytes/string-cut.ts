import { BACKSLASH, COLON, isSpace } from './bytes.ts';

/** Which strings of a JSON document are too long to be worth parsing whole. */
export interface CutOptions {
  /** The name of their member, as it stands in the document. */
  readonly name: string;
  /** So much of their beginning is kept, in bytes; some more where pieces end in them. */
  readonly keep: number;
}

/** An escape is no longer than this after its backslash: `\u00e9`. */
const ESCAPED = 5;

/**
 * Finds what can be left out of long strings while a value is read that comes in pieces, cut anywhere. It leaves out as
 * much as it can see: a string whose name came in the piece before stays as it is.
 */
export class StringCut {
  readonly #name: Uint8Array;
  readonly #keep: number;
  /** Of the string that goes on in the next piece: so much may still be kept of it. Null between strings. */
  #left: number | null = null;

  constructor({ name, keep }: CutOptions) {
    this.#name = Uint8Array.from(`"${name}"`, (character) => character.charCodeAt(0));
    this.#keep = keep;
  }

  /**
   * A string, or what of it is in this piece, without its quotes. Answers where the part begins that can be left out,
   * up to `to`; `to` itself when there is none. What is left of the string is JSON still, but for its last character,
   * whose UTF-8 may be cut.
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

/** The first place from `from` on that is not within an escape; `to` when there is none before. */
function outsideEscapes(bytes: Uint8Array, from: number, to: number): number {
  let plain = 0;
  for (let at = from - ESCAPED; at < to; at += 1) {
    if (plain === ESCAPED) return at;
    plain = bytes[at] === BACKSLASH ? 0 : plain + 1;
  }
  return to;
}
