import { CaptureBuilder } from '../model/builder/builder.ts';
import type { Capture } from '../model/capture.ts';
import type { Emit } from '../model/evidence.ts';

/** The capture built from the emitted evidence. */
export function buildCapture(emitAll: (emit: Emit) => void): Capture {
  const builder = new CaptureBuilder();
  emitAll((evidence) => builder.apply(evidence));
  return builder.snapshot();
}
