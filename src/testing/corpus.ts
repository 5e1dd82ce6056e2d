import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

/** Where the recordings are when COALESCOPE_CORPUS is not set. */
const BESIDE = fileURLToPath(new URL('../../../shared/corpus/real', import.meta.url));

/**
 * The folder with whole recordings of public sites, which hold those sites' content and are therefore not part of
 * the repository; null if there is none. A COALESCOPE_CORPUS that does not exist is an error, because the user set it.
 */
export function corpusFolder(): string | null {
  const wanted = process.env.COALESCOPE_CORPUS;
  if (!wanted) return existsSync(BESIDE) ? BESIDE : null;
  if (!existsSync(wanted)) throw new Error(`COALESCOPE_CORPUS is not a folder: ${wanted}`);
  return wanted;
}

/** Paths of the recordings whose names end like this; none without a corpus. */
export function recordings(ending: string): string[] {
  const folder = corpusFolder();
  if (folder === null) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(ending))
    .sort()
    .map((name) => join(folder, name));
}

/** Text of a recording, unpacked. */
export function readRecording(path: string): string {
  return gunzipSync(readFileSync(path)).toString('utf8');
}
