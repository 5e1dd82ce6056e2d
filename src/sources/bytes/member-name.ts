import { asString, parseJson } from '../json.ts';
import { BACKSLASH, type DecodeUtf8, Gathered, QUOTE } from './bytes.ts';

/** No member name that is looked for is longer. */
const MAX_LENGTH = 1_024;

/** Reads the name of a member of a JSON object byte by byte, because a piece may end within it. */
export class MemberName {
  readonly #decode: DecodeUtf8;
  readonly #bytes = new Gathered();
  #escaped = false;

  constructor(decode: DecodeUtf8) {
    this.#decode = decode;
  }

  /** Begins after the opening quote. */
  begin(): void {
    this.#bytes.clear();
    this.#escaped = false;
  }

  /** Takes the byte at `at`. Returns the unescaped name when the byte is the closing quote, else null. */
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
