import type { HarObject } from '../../model/capture.ts';
import { entryAnnotation, logAnnotation } from '../../sources/annotated-har/find-annotation.ts';
import { restoredEntry, restoredLog } from '../../sources/annotated-har/restore.ts';
import { asArray, asObject } from '../../sources/json.ts';
import type { EntryAnnotation, LogAnnotation } from './har-annotations.ts';

export interface ReadAnnotatedHar {
  /** The HAR as it was before it was annotated, without the entries that were synthesised. */
  readonly har: HarObject;
  /** As written in the file. Coalescope wrote it, but it may have been edited since. */
  readonly log: Partial<LogAnnotation>;
  /** In file order, one per annotated entry. */
  readonly entries: readonly Partial<EntryAnnotation>[];
}

/** The original HAR and the annotations of an annotated HAR, or null for any other value. */
export function readAnnotatedHar(har: unknown): ReadAnnotatedHar | null {
  const log = asObject(asObject(har)?.log);
  const annotation = log === null ? null : logAnnotation(log);
  if (log === null || annotation === null) return null;
  const { entries: list, ...rest } = log;
  const entries = (asArray(list) ?? []).map(asObject).filter((entry) => entry !== null);
  const kept = entries.map(restoredEntry).filter(({ synthesised }) => !synthesised);
  return {
    har: { log: { ...restoredLog(rest), entries: kept.map(({ entry }) => entry) } },
    log: annotation,
    entries: entries.map(entryAnnotation).filter((annotation) => annotation !== null),
  };
}
