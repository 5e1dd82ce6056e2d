import type { DecodeUtf8 } from '../sources/bytes/bytes.ts';

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** The functions that byte readers need from their host. */
export const decode: DecodeUtf8 = (bytes, from, to) => decoder.decode(bytes.subarray(from, to));

/** A text as the bytes of a file. */
export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/**
 * `bytes` cut into pieces of `size`, as Node delivers a file: each piece is overwritten when the next arrives. They are
 * Buffers, whose `slice` is a view, so that a reader that keeps one without a copy fails.
 */
export function* chunksOf(bytes: Uint8Array, size: number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) {
    const chunk = Buffer.from(bytes.subarray(at, at + size));
    yield chunk;
    chunk.fill(0);
  }
}
