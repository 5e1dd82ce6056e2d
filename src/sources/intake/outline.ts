import { asString, parseJson } from '../json.ts';

/** A member near the top of a JSON document. */
export interface Member {
  /** First character of the value, `''` where the text ends before it: `{`, `[`, `"`, a digit, … */
  readonly first: string;
  /** The value of a short string, else null. */
  readonly text: string | null;
}

/** The structure of a JSON document, as far as its beginning shows it. */
export interface Outline {
  readonly root: 'object' | 'array';
  /** Members of the outermost object; for an outermost array, those of its first object that has any. */
  readonly members: ReadonlyMap<string, Member>;
  /** The object with these members is complete: there are no others. */
  readonly closed: boolean;
}

const MAX_STRING = 256;

/** The outline of a document that begins with `head`; null for text that does not begin like JSON. Linear. */
export function outlineOf(head: string): Outline | null {
  const start = /^\s*[[{]/.exec(head)?.[0];
  if (start === undefined) return null;
  const root = start.endsWith('[') ? 'array' : 'object';
  return new OutlineScan(head, start.length - 1, root).run();
}

class OutlineScan {
  readonly #text: string;
  readonly #root: 'object' | 'array';
  /** Depth of the wanted members: 1 inside an outermost object, 2 inside an object of an array. */
  readonly #wanted: number;
  readonly #members = new Map<string, Member>();
  #at: number;
  #depth = 0;
  #key: string | null = null;
  #expectsKey = false;

  constructor(text: string, at: number, root: 'object' | 'array') {
    this.#text = text;
    this.#at = at;
    this.#root = root;
    this.#wanted = root === 'array' ? 2 : 1;
  }

  run(): Outline {
    while (this.#at < this.#text.length) {
      const character = this.#text.charAt(this.#at);
      if (character === '"') this.#string();
      else {
        this.#value(character);
        this.#step(character);
        this.#at += 1;
      }
      // An object without members shows nothing: some logs begin with one, or have one in each line.
      if (this.#depth < this.#wanted && this.#members.size > 0) return this.#outline(true);
    }
    return this.#outline(false);
  }

  #outline(closed: boolean): Outline {
    if (this.#key !== null && !this.#expectsKey) this.#report('', null);
    return { root: this.#root, members: this.#members, closed };
  }

  #step(character: string): void {
    if (character === '{' || character === '[') {
      this.#depth += 1;
      if (this.#depth === this.#wanted) this.#expectsKey = character === '{';
    } else if (character === '}' || character === ']') {
      this.#depth -= 1;
    } else if (character === ',' && this.#depth === this.#wanted) {
      this.#expectsKey = true;
    }
  }

  #string(): void {
    const from = this.#at;
    const end = endOfString(this.#text, from);
    this.#at = end;
    if (this.#depth !== this.#wanted) return;
    const raw = end - from <= MAX_STRING ? this.#text.slice(from, end) : '';
    const text = asString(parseJson(raw));
    if (this.#expectsKey) {
      this.#key = text;
      this.#expectsKey = false;
    } else this.#report('"', text);
  }

  /** Any other value of a wanted member: its first character. */
  #value(character: string): void {
    if (this.#key === null || this.#depth !== this.#wanted) return;
    if (!/[\s:,\]}]/.test(character)) this.#report(character, null);
  }

  #report(first: string, text: string | null): void {
    if (this.#key !== null) this.#members.set(this.#key, { first, text });
    this.#key = null;
  }
}

/** The index after the string that begins at `from`; the text's length when it does not end. */
function endOfString(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit === 0x5c) at += 1;
    else if (unit === 0x22) return at + 1;
  }
  return text.length;
}
