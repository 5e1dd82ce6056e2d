import { TextDecoder } from 'node:util';
import type { DecodeUtf8 } from '../../sources/bytes/bytes.ts';

/** How the readers decode UTF-8 in Node. Buffers do it faster than a TextDecoder. */
export const decodeUtf8: DecodeUtf8 = (bytes, from, to) => asBuffer(bytes).toString('utf8', from, to);

function asBuffer(bytes: Uint8Array): Buffer {
  return bytes instanceof Buffer ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** Converts text that begins with a UTF-16 byte order mark, as shells on Windows write it, to UTF-8. */
export async function* asUtf8(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let decoder: TextDecoder | null | undefined;
  for await (const piece of pieces) {
    if (decoder === undefined) decoder = utf16Decoder(piece);
    yield decoder === null ? piece : Buffer.from(decoder.decode(piece, { stream: true }));
  }
}

function utf16Decoder([first, second]: Uint8Array): TextDecoder | null {
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le');
  return first === 0xfe && second === 0xff ? new TextDecoder('utf-16be') : null;
}
