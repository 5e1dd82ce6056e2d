import { rmSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { asNumber, asObject, parseJson } from '../../sources/json.ts';
import { isRunning } from '../output/process-running.ts';

const PREFIX = 'coalescope-record-';
/** Says which process uses the folder. A folder without it is left alone. */
const OWNER = 'owner.json';

const REMOVE = { recursive: true, force: true, maxRetries: 5, retryDelay: 100 } as const;

/** A temporary folder for a browser's profile and NetLog. It is removed when this process exits. */
export interface RecordingFolder {
  readonly path: string;
  /** Does nothing once it is kept. */
  remove(): Promise<void>;
  /** Leaves the folder there for good, without the file or folder `name` in it. */
  keep(name: string): Promise<void>;
}

/** Creates the folder, and removes those of earlier runs that were killed. */
export async function makeRecordingFolder(parent: string = tmpdir()): Promise<RecordingFolder> {
  await removeAbandoned(parent);
  const path = await mkdtemp(join(parent, PREFIX));
  const removeAtExit = () => rmSync(path, REMOVE);
  process.once('exit', removeAtExit);
  await writeFile(join(path, OWNER), JSON.stringify({ pid: process.pid, host: hostname() }));
  let isKept = false;
  return {
    path,
    async remove() {
      if (isKept) return;
      await rm(path, REMOVE);
      process.off('exit', removeAtExit);
    },
    async keep(name) {
      isKept = true;
      process.off('exit', removeAtExit);
      await rm(join(path, OWNER), REMOVE);
      await rm(join(path, name), REMOVE);
    },
  };
}

async function removeAbandoned(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const path = join(parent, name);
    if (name.startsWith(PREFIX) && (await isAbandoned(path))) await rm(path, REMOVE);
  }
}

/** Whether this user's process that used the folder is gone. Containers may share the folder but not the processes. */
async function isAbandoned(path: string): Promise<boolean> {
  try {
    if (process.getuid !== undefined && (await stat(path)).uid !== process.getuid()) return false;
    const owner = asObject(parseJson(await readFile(join(path, OWNER), 'utf8')));
    const pid = asNumber(owner?.pid);
    return pid !== null && owner?.host === hostname() && !isRunning(pid);
  } catch {
    // Not readable, or removed meanwhile: then it is not for us to remove.
    return false;
  }
}
