import { asString, parseJson } from '../json.ts';
import { BACKSLASH, type DecodeUtf8, Gathered, QUOTE } from './bytes.ts';

/** Longer member names are never looked for. */
const MAX_LENGTH = 1_024;

/** The name of a member of a JSON object, byte by byte, for a piece may end in it. */
export class MemberName {
  readonly #decode: DecodeUtf8;
  readonly #bytes = new Gathered();
  #escaped = false;

  constructor(decode: DecodeUtf8) {
    this.#decode = decode;
  }

  /** After the quote that it begins with. */
  begin(): void {
    this.#bytes.clear();
    this.#escaped = false;
  }

  /** Takes the byte at `at`; answers the name, as its writer meant it, when that is the quote that ends it, else null. */
  take(bytes: Uint8Array, at: number): string | null {
    const byte = bytes[at];
    if (this.#escaped) this.#escaped = false;
    else if (byte === BACKSLASH) this.#escaped = true;
    else if (byte === QUOTE) return this.#text();
    if (this.#bytes.length < MAX_LENGTH) this.#bytes.add(bytes, at, at + 1);
    return null;
  }

  /** Any character may be written as an escape. */
  #text(): string {
    const name = this.#decode(this.#bytes.bytes, 0, this.#bytes.length);
    return name.includes('\\') ? (asString(parseJson(`"${name}"`)) ?? name) : name;
  }
}
