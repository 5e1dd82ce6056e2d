import type { HarObject } from '../../model/capture.ts';
import { asObject } from '../json.ts';
import { ANNOTATION, entryAnnotation, logAnnotation } from './find-annotation.ts';
import { applyPatch, readPatch } from './patch.ts';

export interface RestoredEntry {
  /** The entry before it was annotated; the entry itself if it never was. An object unless it is `unread`. */
  readonly entry: unknown;
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
  if (annotation.unread === true) return { entry: patched(entry, annotation), synthesised: false };
  return { entry: restored(entry, annotation), synthesised: annotation.synthesised === true };
}

function restored(annotated: HarObject, annotation: HarObject): HarObject {
  return asObject(patched(annotated, annotation)) ?? withoutOurs(annotated);
}

function patched(annotated: HarObject, annotation: HarObject): unknown {
  return applyPatch(withoutOurs(annotated), readPatch(annotation.restore));
}

function withoutOurs({ [ANNOTATION]: _ours, ...others }: HarObject): HarObject {
  return others;
}
