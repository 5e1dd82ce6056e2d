import type { SourceReader } from '../../model/evidence.ts';
import { copyOf, isSpace } from '../bytes/bytes.ts';

/** `onInputData({`, `har = [`, `var har = {`: JSON within a script, as JSONP and some collections of HARs have it. */
const START =
  /^\s{0,64}(?:\/\*\*\/\s{0,8})?(?:(?:var|let|const)\s{1,8})?[A-Za-z_$][\w$.]{0,128}\s{0,8}[(=]\s{0,64}(?=[{[])/;

/** The length of what comes before the JSON in a script: 0 in any other text. */
export function scriptStart(head: string): number {
  return START.exec(head)?.[0].length ?? 0;
}

/** Longer than the end of any script that wraps JSON: `);` and line feeds. */
const LONGEST_END = 64;
const CLOSE_PARENTHESIS = 0x29;
const SEMICOLON = 0x3b;

/** Passes on everything but the end of the script: `);`. */
export class WithoutScriptEnd implements SourceReader {
  readonly #reader: SourceReader;
  /** The last bytes so far. */
  #last = new Uint8Array();

  constructor(reader: SourceReader) {
    this.#reader = reader;
  }

  push(bytes: Uint8Array): void {
    if (bytes.length < LONGEST_END) {
      const all = new Uint8Array(this.#last.length + bytes.length);
      all.set(this.#last);
      all.set(bytes, this.#last.length);
      const passed = Math.max(0, all.length - LONGEST_END);
      this.#reader.push(all.subarray(0, passed));
      this.#last = all.slice(passed);
    } else {
      this.#reader.push(this.#last);
      this.#reader.push(bytes.subarray(0, bytes.length - LONGEST_END));
      this.#last = copyOf(bytes, bytes.length - LONGEST_END);
    }
  }

  end(): void {
    let end = this.#last.length;
    while (end > 0 && isEnd(this.#last[end - 1])) end -= 1;
    this.#reader.push(this.#last.subarray(0, end));
    this.#reader.end();
  }
}

function isEnd(byte: number | undefined): boolean {
  return byte === CLOSE_PARENTHESIS || byte === SEMICOLON || isSpace(byte);
}
