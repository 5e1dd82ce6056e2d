import { CaptureBuilder } from '../model/builder/builder.ts';
import type { Capture } from '../model/capture.ts';
import type { DecodeUtf8 } from '../sources/bytes/bytes.ts';
import type { ReadCertificate } from '../sources/certificates.ts';
import { createIntake } from '../sources/intake/intake.ts';
import { readCertificate } from '../sources/x509.ts';
import { decodeUtf8 } from './utf8.ts';

export interface ReadOptions {
  /** The name of the file, for messages. Its kind is recognised by its content. */
  readonly name?: string;
  /** Keeps the input HAR for {@link toAnnotatedHar}; false saves memory. Default: true. */
  readonly keepHar?: boolean;
  /** Replaces the built-in decoder by a faster one of the host. It must keep a byte order mark. */
  readonly decode?: DecodeUtf8;
  /** Replaces the built-in reader of certificates. */
  readonly readCertificate?: ReadCertificate;
}

/**
 * Reads one capture of any known kind, uncompressed, whole or in pieces. It does not throw for broken or unknown
 * input: the capture then has `problems`, and everything that could be read.
 */
export function readCapture(
  input: Uint8Array | Iterable<Uint8Array>,
  {
    name,
    keepHar = true,
    decode = decodeUtf8,
    readCertificate: certificates = readCertificate,
  }: ReadOptions = {},
): Capture {
  const builder = new CaptureBuilder();
  const intake = createIntake((evidence) => builder.apply(evidence), {
    decode,
    readCertificate: certificates,
    keepHar,
    ...(name !== undefined && { name }),
  });
  for (const piece of isBytes(input) ? [input] : input) intake.push(piece);
  intake.end();
  return builder.snapshot();
}

/** Not `instanceof`: the bytes may come from another context, which has a `Uint8Array` of its own. */
function isBytes(input: Uint8Array | Iterable<Uint8Array>): input is Uint8Array {
  return ArrayBuffer.isView(input);
}
