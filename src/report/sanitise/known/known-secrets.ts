import { GRAM, GramIndex, type Span } from './gram-index.ts';

interface Collected {
  /** Every part of {@link GRAM} characters of these is secret. */
  readonly parts: Iterable<string>;
  /** These are secret as a whole, where they are not part of a longer word. */
  readonly wholes: Iterable<string>;
  /** The same, but shorter than {@link GRAM} and without separators. */
  readonly shorts: ReadonlySet<string>;
  /** No part of these is secret. */
  readonly publicTexts: readonly string[];
}

const SHORT_RUN = /(?<![A-Za-z0-9])[A-Za-z0-9]{6,7}(?![A-Za-z0-9])/g;
const MARK_IN_TEXT = /(\[?redacted\d*\]?)/;
const WORD_CHARACTER = /[A-Za-z0-9]/;

/** Values that begin alike. */
interface Alike {
  readonly values: Set<string>;
  readonly lengths: Set<number>;
}

/** The values that are removed from an export wherever they stand. */
export class KnownSecrets {
  readonly #parts: GramIndex;
  readonly #beginnings: GramIndex;
  readonly #byBeginning = new Map<string, Alike>();
  readonly #shorts: ReadonlySet<string>;

  constructor({ parts, wholes, shorts, publicTexts }: Collected) {
    const isPublic = publicGrams(publicTexts);
    for (const whole of wholes) if (!isPublicText(whole, isPublic)) this.#addWhole(whole);
    this.#parts = new GramIndex(parts, (gram) => isPublic(gram) || isUniform(gram));
    this.#beginnings = new GramIndex(this.#byBeginning.keys(), () => false);
    this.#shorts = shorts;
  }

  #addWhole(whole: string): void {
    const beginning = whole.slice(0, GRAM);
    const alike = this.#byBeginning.get(beginning) ?? { values: new Set(), lengths: new Set() };
    alike.values.add(whole);
    alike.lengths.add(whole.length);
    this.#byBeginning.set(beginning, alike);
  }

  /** The text with each secret in it replaced by what `mark` returns for it; the text itself when it has none. */
  without(text: string, mark: (secret: string) => string): string {
    if (!text.includes('redacted')) return this.#withoutIn(text, mark);
    // What stands beside a mark must not take a part of it along.
    return text
      .split(MARK_IN_TEXT)
      .map((piece, index) => (index % 2 === 1 ? piece : this.#withoutIn(piece, mark)))
      .join('');
  }

  #withoutIn(text: string, mark: (secret: string) => string): string {
    const long = text.length < GRAM ? text : replaced(text, this.#spans(text), mark);
    if (this.#shorts.size === 0) return long;
    return long.replace(SHORT_RUN, (run) => (this.#shorts.has(run) ? mark(run) : run));
  }

  #spans(text: string): Span[] {
    const parts = this.#parts.spans(text);
    const wholes = this.#wholeSpans(text);
    return wholes.length === 0 ? parts : merged([...parts, ...wholes]);
  }

  #wholeSpans(text: string): Span[] {
    const found: Span[] = [];
    for (const span of this.#beginnings.spans(text)) {
      for (let start = span.start; start + GRAM <= span.end; start++) {
        const whole = this.#wholeAt(text, start);
        if (whole !== undefined) found.push({ start, end: start + whole.length });
      }
    }
    return found;
  }

  /** The longest value that begins here and ends with a word. */
  #wholeAt(text: string, start: number): string | undefined {
    if (start > 0 && WORD_CHARACTER.test(text[start - 1] ?? '') && WORD_CHARACTER.test(text[start] ?? ''))
      return;
    const alike = this.#byBeginning.get(text.slice(start, start + GRAM));
    let longest: string | undefined;
    for (const length of alike?.lengths ?? []) {
      const here = text.slice(start, start + length);
      const isFound = alike?.values.has(here) === true && endsWord(text, start + length);
      if (isFound && length > (longest?.length ?? 0)) longest = here;
    }
    return longest;
  }
}

function isPublicText(text: string, isPublic: (gram: string) => boolean): boolean {
  for (let at = 0; at + GRAM <= text.length; at++) if (!isPublic(text.slice(at, at + GRAM))) return false;
  return true;
}

function endsWord(text: string, end: number): boolean {
  return !WORD_CHARACTER.test(text[end] ?? '') || !WORD_CHARACTER.test(text[end - 1] ?? '');
}

function publicGrams(texts: readonly string[]): (gram: string) => boolean {
  const grams = new Set<string>();
  for (const text of texts) {
    for (let at = 0; at + GRAM <= text.length; at++) grams.add(text.slice(at, at + GRAM));
  }
  return (gram) => grams.has(gram.toLowerCase());
}

/** `--------`, `00000000` */
function isUniform(gram: string): boolean {
  return gram === gram.charAt(0).repeat(GRAM);
}

function merged(spans: readonly Span[]): Span[] {
  const all: { start: number; end: number }[] = [];
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start)) {
    const last = all.at(-1);
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
    else all.push({ start, end });
  }
  return all;
}

function replaced(text: string, spans: readonly Span[], mark: (secret: string) => string): string {
  let out = '';
  let from = 0;
  for (const { start, end } of spans) {
    out += text.slice(from, start) + mark(text.slice(start, end));
    from = end;
  }
  return from === 0 ? text : out + text.slice(from);
}
