import type { HarObject } from '../../model/capture.ts';
import { asObject } from '../json.ts';
import { ANNOTATION, entryAnnotation, logAnnotation } from './annotation.ts';
import { applyPatch, readPatch } from './patch.ts';

export interface RestoredEntry {
  /** The entry before it was annotated; the entry itself if it never was. */
  readonly entry: HarObject;
  /** True for an entry that was not in a HAR, but was created when the capture was exported. */
  readonly synthesised: boolean;
}

/** A `log` (without its entries) before it was annotated; the log itself if it never was. */
export function restoredLog(log: HarObject): HarObject {
  const annotation = logAnnotation(log);
  return annotation === null ? log : restored(log, annotation);
}

export function restoredEntry(entry: HarObject): RestoredEntry {
  const annotation = entryAnnotation(entry);
  if (annotation === null) return { entry, synthesised: false };
  return { entry: restored(entry, annotation), synthesised: annotation.synthesised === true };
}

function restored(annotated: HarObject, annotation: HarObject): HarObject {
  const { [ANNOTATION]: _ours, ...others } = annotated;
  return asObject(applyPatch(others, readPatch(annotation.restore))) ?? others;
}
