/** `log.0.moz_log`, `log.moz_log.1.gz`: the files that MOZ_LOG's `rotate` writes in turn, then again from 0. */
const PART = /^(.*?)(?:\.(\d{1,3}))?\.moz_log(?:\.(\d{1,3}))?(?:\.gz)?$/;
const FIRST_TIME = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+ UTC/m;

/** The beginning of a part that is enough to find its first time. */
export const PART_HEAD = 4_096;

interface Part<T> {
  readonly file: T;
  readonly number: number;
  readonly time: string;
}

/**
 * Groups files that are read as one: the parts of a rotated Firefox log, in order of time. Every other file is a group of
 * its own. `textOf` returns the beginning of a file's text.
 */
export async function groupParts<T>(
  files: readonly T[],
  nameOf: (file: T) => string,
  textOf: (file: T) => Promise<string>,
): Promise<T[][]> {
  const groups = new Map<unknown, T[]>();
  for (const file of files) {
    const log = logOf(nameOf(file)) ?? file;
    groups.set(log, [...(groups.get(log) ?? []), file]);
  }
  const ordered: T[][] = [];
  for (const group of groups.values()) {
    ordered.push(group.length === 1 ? group : await inOrder(group, nameOf, textOf));
  }
  return ordered;
}

/** The log that a part belongs to; null for a file that is not a part. */
function logOf(name: string): string | null {
  const [, log = '', before, behind] = PART.exec(name) ?? [];
  return before === undefined && behind === undefined ? null : `${log}.moz_log`;
}

async function inOrder<T>(
  group: readonly T[],
  nameOf: (file: T) => string,
  textOf: (file: T) => Promise<string>,
): Promise<T[]> {
  const parts: Part<T>[] = [];
  for (const file of group) {
    const [, , before, behind] = PART.exec(nameOf(file)) ?? [];
    const time = FIRST_TIME.exec(await textOf(file))?.[0] ?? '';
    parts.push({ file, number: Number(before ?? behind), time });
  }
  return parts.sort((a, b) => compare(a.time, b.time) || a.number - b.number).map(({ file }) => file);
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
