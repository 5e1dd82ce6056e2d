import type { DecodeUtf8 } from '../sources/bytes/bytes.ts';

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** The functions that byte readers need from their host. */
export const decode: DecodeUtf8 = (bytes, from, to) => decoder.decode(bytes.subarray(from, to));

/** A text as the bytes of a file. */
export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** `bytes` cut into pieces of `size`, as a stream delivers it: each piece is overwritten when the next arrives. */
export function* chunksOf(bytes: Uint8Array, size: number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) {
    const chunk = bytes.slice(at, at + size);
    yield chunk;
    chunk.fill(0);
  }
}
