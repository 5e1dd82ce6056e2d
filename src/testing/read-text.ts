import { CaptureBuilder } from '../model/builder/builder.ts';
import type { Capture } from '../model/capture.ts';
import { createIntake } from '../sources/intake/intake.ts';
import { readCertificate } from '../sources/x509.ts';
import { bytesOf, chunksOf, decode } from './bytes.ts';

/** The capture of a text of any known kind. A text of an unknown kind gives an empty capture with a problem. */
export function readText(text: string, name?: string): Capture {
  return readPieces(text, Number.POSITIVE_INFINITY, name).capture;
}

/** The same from its bytes in pieces of `size`, with the recognised kind. */
export function readPieces(text: string, size: number, name?: string) {
  const builder = new CaptureBuilder();
  const intake = createIntake((evidence) => builder.apply(evidence), {
    decode,
    readCertificate,
    ...(name !== undefined && { name }),
  });
  for (const piece of chunksOf(bytesOf(text), size)) intake.push(piece);
  intake.end();
  return { capture: builder.snapshot(), kind: intake.kind };
}
