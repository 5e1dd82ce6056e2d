/** The shortest part of a secret that is searched for. Shorter ones occur in other text by chance. */
export const GRAM = 8;

/** Ends each text of the index: no match goes beyond it. Texts with one in them are split there. */
const END = '\n';

/** A part of a text: from `start` to before `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * Finds every part of {@link GRAM} characters or more that a text has in common with any of the indexed texts. The
 * position of each gram (each part of exactly that length) is in a hash table, whose hash is updated from one position
 * to the next (Karp and Rabin, 1987), so that building and searching take time in proportion to the lengths.
 */
export class GramIndex {
  readonly #text: string;
  /** The position of a gram in the text, plus one; 0 is an empty slot. */
  readonly #slots: Int32Array;
  readonly #mask: number;
  /** Random, so that no file can be made for which the table degenerates. */
  readonly #base = (Math.floor(Math.random() * 0x3fff_ffff) << 1) | 1;
  readonly #top: number;

  /** @param isExempt grams that are left out */
  constructor(texts: Iterable<string>, isExempt: (gram: string) => boolean) {
    this.#text = [...texts].join(END);
    const capacity = 2 ** Math.ceil(Math.log2(2 * this.#text.length + 2));
    this.#slots = new Int32Array(capacity);
    this.#mask = capacity - 1;
    let top = 1;
    for (let i = 1; i < GRAM; i++) top = Math.imul(top, this.#base);
    this.#top = top;
    this.#fill(isExempt);
  }

  /** The parts that are in the index, each as long as possible, in order and without overlaps. */
  spans(text: string): Span[] {
    const found: Span[] = [];
    let start = -1;
    let end = -1;
    let from = 0;
    let hash = this.#hash(text, 0);
    for (let at = 0; at + GRAM <= text.length; ) {
      const known = this.#find(text, at, hash);
      if (known === null) {
        hash = this.#rolled(hash, text, at);
        at++;
        continue;
      }
      const span = this.#extended(text, at, known, from);
      if (start >= 0 && span.start <= end) end = Math.max(end, span.end);
      else {
        if (start >= 0) found.push({ start, end });
        ({ start, end } = span);
      }
      from = end;
      // Another match may begin inside this one and end after it.
      at = Math.max(at + 1, end - GRAM + 1);
      hash = this.#hash(text, at);
    }
    if (start >= 0) found.push({ start, end });
    return found;
  }

  #fill(isExempt: (gram: string) => boolean): void {
    const text = this.#text;
    let hash = this.#hash(text, 0);
    let lastEnd = text.slice(0, GRAM - 1).lastIndexOf(END);
    for (let at = 0; at + GRAM <= text.length; at++) {
      if (text[at + GRAM - 1] === END) lastEnd = at + GRAM - 1;
      if (lastEnd < at && !isExempt(text.slice(at, at + GRAM))) {
        const slot = this.#slotOf(text, at, hash);
        if (this.#slots[slot] === 0) this.#slots[slot] = at + 1;
      }
      hash = this.#rolled(hash, text, at);
    }
  }

  #find(text: string, at: number, hash: number): number | null {
    const position = this.#slots[this.#slotOf(text, at, hash)] ?? 0;
    return position === 0 ? null : position - 1;
  }

  /** The slot of the gram at this place of a text, or the empty slot where it belongs. */
  #slotOf(text: string, at: number, hash: number): number {
    let slot = (hash ^ (hash >>> 15)) & this.#mask;
    for (;;) {
      const position = this.#slots[slot] ?? 0;
      if (position === 0 || this.#isSame(text, at, position - 1)) return slot;
      slot = (slot + 1) & this.#mask;
    }
  }

  #isSame(text: string, at: number, known: number): boolean {
    for (let i = 0; i < GRAM; i++) {
      if (text.charCodeAt(at + i) !== this.#text.charCodeAt(known + i)) return false;
    }
    return true;
  }

  /** As much as agrees on both sides of a gram. @param from where the text that is not yet matched begins */
  #extended(text: string, at: number, known: number, from: number): Span {
    let start = at;
    for (
      let k = known - 1;
      start > from && text[start - 1] === this.#text[k] && text[start - 1] !== END;
      k--
    ) {
      start--;
    }
    let end = at + GRAM;
    for (let k = known + GRAM; end < text.length && text[end] === this.#text[k] && text[end] !== END; k++)
      end++;
    return { start, end };
  }

  #hash(text: string, at: number): number {
    let hash = 0;
    for (let i = at; i < at + GRAM; i++) hash = (Math.imul(hash, this.#base) + text.charCodeAt(i)) | 0;
    return hash;
  }

  #rolled(hash: number, text: string, at: number): number {
    const rest = hash - Math.imul(text.charCodeAt(at), this.#top);
    return (Math.imul(rest, this.#base) + text.charCodeAt(at + GRAM)) | 0;
  }
}
