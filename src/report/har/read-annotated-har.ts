import type { HarObject } from '../../model/capture.ts';
import { asArray, asObject, asString } from '../../sources/json.ts';
import { ANNOTATION, type EntryAnnotation, HAR_FORMAT, type LogAnnotation } from './annotation.ts';
import { applyPatch, readPatch } from './patch.ts';

export interface ReadAnnotatedHar {
  /** The HAR as it was before it was annotated; entries that no HAR had are gone. */
  readonly har: HarObject;
  /** As written in the file: by a Coalescope, but perhaps edited since. */
  readonly log: Partial<LogAnnotation>;
  /** In the order of the file, one for each annotated entry. */
  readonly entries: readonly Partial<EntryAnnotation>[];
}

/** The original HAR and the annotations of an annotated one, or null for any other. */
export function readAnnotatedHar(har: unknown): ReadAnnotatedHar | null {
  const log = asObject(asObject(har)?.log);
  const annotation = asObject(log?.[ANNOTATION]);
  if (log === null || annotation?.format !== HAR_FORMAT) return null;
  const { entries, ...rest } = log;
  const read = (asArray(entries) ?? []).flatMap((entry) => {
    const object = asObject(entry);
    return object === null ? [] : [{ ...restoredEntry(object), annotation: annotationOf(object) }];
  });
  const kept = read.filter(({ synthesised }) => !synthesised).map(({ entry }) => entry);
  return {
    har: { log: { ...restoredLog(rest), entries: kept } },
    log: annotation,
    entries: read.flatMap((entry) => (entry.annotation === null ? [] : [entry.annotation])),
  };
}

/** A `log` without its entries as it was before it was annotated; itself when it never was. */
export function restoredLog(log: HarObject): HarObject {
  const annotation = asObject(log[ANNOTATION]);
  if (annotation?.format !== HAR_FORMAT) return log;
  return restored(log, annotation);
}

/** An entry as it was before it was annotated; itself when it never was. */
export function restoredEntry(entry: HarObject): { entry: HarObject; synthesised: boolean } {
  const annotation = annotationOf(entry);
  if (annotation === null) return { entry, synthesised: false };
  return { entry: restored(entry, annotation), synthesised: annotation.synthesised === true };
}

function annotationOf(entry: HarObject): HarObject | null {
  const annotation = asObject(entry[ANNOTATION]);
  const ours = asString(annotation?.request) !== null && asArray(annotation?.restore) !== null;
  return ours ? annotation : null;
}

function restored(annotated: HarObject, annotation: HarObject): HarObject {
  const { [ANNOTATION]: _ours, ...others } = annotated;
  return asObject(applyPatch(others, readPatch(annotation.restore))) ?? others;
}
