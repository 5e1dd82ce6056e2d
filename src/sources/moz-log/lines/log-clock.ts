import type { EpochMs } from '../../../model/capture.ts';

const AFTER = bytesOf(' UTC - ');
const SECOND_LENGTH = 'YYYY-MM-DD HH:MM:SS'.length;
const DIGIT_0 = 0x30;
const DIGIT_9 = 0x39;
const DOT = 0x2e;
/** Nanoseconds. */
const MAX_FRACTION = 9;

/** Reads the times of lines. Most lines are in the same second as the one before, which is parsed only once. */
export class LogClock {
  #second = '';
  #secondAt: EpochMs = 0;

  /**
   * The time before the bracket (`2026-11-22 15:38:07.517928 UTC - [`); null if there is none (MOZ_LOG without
   * `timestamp`).
   */
  read(bytes: Uint8Array, from: number, bracket: number): EpochMs | null {
    const end = bracket - AFTER.length;
    if (end - SECOND_LENGTH < from) return null;
    for (let i = 0; i < AFTER.length; i += 1) if (bytes[end + i] !== AFTER[i]) return null;
    let dot = end - 1;
    let fraction = 0;
    let unit = 1;
    for (; dot >= end - MAX_FRACTION && bytes[dot] !== DOT; dot -= 1) {
      fraction += digit(bytes[dot]) * unit;
      unit *= 10;
    }
    const second = this.#secondBefore(bytes, from, dot);
    return second === null || Number.isNaN(fraction) ? null : second + (fraction / unit) * 1_000;
  }

  #secondBefore(bytes: Uint8Array, from: number, dot: number): EpochMs | null {
    const start = dot - SECOND_LENGTH;
    if (start < from) return null;
    if (this.#isSame(bytes, start)) return this.#secondAt;
    const text = String.fromCharCode(...bytes.subarray(start, dot));
    const at = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text)
      ? Date.parse(`${text.replace(' ', 'T')}Z`)
      : Number.NaN;
    if (Number.isNaN(at)) return null;
    this.#second = text;
    this.#secondAt = at;
    return at;
  }

  /** Compares from the end, because the last digit changes most often. */
  #isSame(bytes: Uint8Array, start: number): boolean {
    if (this.#second === '') return false;
    for (let i = SECOND_LENGTH - 1; i >= 0; i -= 1) {
      if (bytes[start + i] !== this.#second.charCodeAt(i)) return false;
    }
    return true;
  }
}

function digit(byte: number | undefined): number {
  return byte !== undefined && byte >= DIGIT_0 && byte <= DIGIT_9 ? byte - DIGIT_0 : Number.NaN;
}

function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
