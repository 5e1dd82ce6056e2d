const LONG = 512;
const MOST_KNOWN = 20_000;

/** The answers of a function of short texts that are asked for again and again. Bounded: texts come from files. */
export class Remembered<T> {
  readonly #answer: (text: string) => T;
  readonly #known = new Map<string, T>();

  constructor(answer: (text: string) => T) {
    this.#answer = answer;
  }

  of(text: string): T {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const answer = this.#answer(text);
    if (text.length < LONG && this.#known.size < MOST_KNOWN) this.#known.set(text, answer);
    return answer;
  }
}
