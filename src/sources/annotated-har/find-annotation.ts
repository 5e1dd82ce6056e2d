import type { HarObject } from '../../model/capture.ts';
import { asArray, asObject, asString } from '../json.ts';

/** The only field that Coalescope adds, to `log` and to each entry. HAR reserves names with `_` for tools. */
export const ANNOTATION = '_coalescope';
export const HAR_FORMAT = 'coalescope-har';
export const HAR_VERSION = 1;

/** Our annotation of a `log`, or null where there is none. */
export function logAnnotation(log: HarObject): HarObject | null {
  const annotation = asObject(log[ANNOTATION]);
  return annotation?.format === HAR_FORMAT ? annotation : null;
}

/** Our annotation of an entry, or null where there is none. Another tool may use the same name. */
export function entryAnnotation(entry: HarObject): HarObject | null {
  const annotation = asObject(entry[ANNOTATION]);
  const ours =
    (asString(annotation?.request) !== null || annotation?.unread === true) &&
    asArray(annotation?.restore) !== null;
  return ours ? annotation : null;
}
