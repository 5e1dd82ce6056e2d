import type { DecodeUtf8 } from '../bytes/bytes.ts';
import { detectKind, type InputKind, likelyKind } from '../intake/detect-kind.ts';
import { ArchiveError, type ArchiveFile, filesOf, unpack } from './archive.ts';

/** A file of an archive that is a capture. */
export interface CaptureFile extends ArchiveFile {
  readonly kind: InputKind;
}

/** Which captures of an archive are read together, as captures of one visit, and which are not. */
export interface Choice {
  readonly read: readonly CaptureFile[];
  readonly left: readonly CaptureFile[];
}

/** Names of files that may be captures. Playwright's `resources/` holds the contents of pages. */
const MAY_BE_CAPTURE = /\.(?:har|harp|js|json|jsonl|log|moz_log|netlog|network|pftrace|trace|txt)(?:\.gz)?$/i;
const PAGE_CONTENTS = /(?:^|\/)(?:resources|__MACOSX)\//;

/** Each file is recognised within this. */
const HEAD = 1 << 20;
/** For recognising, no more than this is unpacked of all files together. */
const MOST_BYTES = 2 ** 31;

/** The kinds that are read from an archive. A trace and a protocol log of the same visit state the same. */
const READ: Readonly<Partial<Record<InputKind, readonly InputKind[]>>> = {
  netlog: [],
  cdp: [],
  'cdp-in-object': ['cdp'],
  'chrome-trace': ['netlog', 'cdp', 'cdp-in-object'],
  'chrome-trace-proto': ['netlog', 'cdp', 'cdp-in-object', 'chrome-trace'],
  'moz-log': [],
  har: [],
  'playwright-trace': ['har'],
  webpagetest: ['har', 'playwright-trace'],
};

/**
 * Finds the captures in an archive and chooses those of one visit: one of each kind, of the first run.
 * @throws ArchiveError when it cannot be unpacked
 */
export function capturesIn(zip: Uint8Array, decode: DecodeUtf8): Choice {
  const found: CaptureFile[] = [];
  let bytes = 0;
  for (const file of filesOf(zip)) {
    if (!MAY_BE_CAPTURE.test(file.name) || PAGE_CONTENTS.test(file.name)) continue;
    bytes += file.size;
    if (bytes > MOST_BYTES) break;
    const kind = kindOf(zip, file, decode);
    if (kind !== null && READ[kind] !== undefined) found.push({ ...file, kind });
  }
  const read = chosenOf(found.sort(inOrder));
  return { read, left: found.filter((file) => !read.includes(file)) };
}

/** Null also for a file that cannot be unpacked: the others may be captures. */
function kindOf(zip: Uint8Array, file: ArchiveFile, decode: DecodeUtf8): InputKind | null {
  let head = '';
  try {
    unpack(zip, file, (bytes) => {
      head += decode(bytes, 0, bytes.length);
      return head.length < HEAD;
    });
  } catch (error) {
    if (error instanceof ArchiveError) return null;
    throw error;
  }
  return detectKind(head.slice(0, 4_096)) ?? detectKind(head) ?? likelyKind(head);
}

function chosenOf(found: readonly CaptureFile[]): CaptureFile[] {
  const [first] = found;
  if (first === undefined) return [];
  const run = found.filter((file) => runOf(file) === runOf(first));
  const kinds = new Set(run.map(({ kind }) => kind));
  const chosen: CaptureFile[] = [];
  for (const file of run) {
    // A Playwright trace has a file for each browser context.
    const another = file.kind !== 'playwright-trace' && chosen.some(({ kind }) => kind === file.kind);
    if (!another && !READ[file.kind]?.some((kind) => kinds.has(kind))) chosen.push(file);
  }
  return chosen;
}

/** wptagent begins names with the run, the view and the step: `2_Cached_1_devtools.json.gz`. */
function runOf({ name }: ArchiveFile): string {
  return /^(?:\d+_)(?:Cached_)?(?:\d+_)?/.exec(name.replace(/^.*\//s, ''))?.[0] ?? '';
}

/** The first run first, its first view before the repeat view; Playwright's `trace.trace` names the browser. */
function inOrder(a: CaptureFile, b: CaptureFile): number {
  const rank = ({ name }: CaptureFile) =>
    (Number.parseInt(name.replace(/^.*\//s, ''), 10) || 0) * 4 +
    (name.includes('_Cached_') ? 2 : 0) +
    (/\.trace$/.test(name) ? 0 : 1);
  return rank(a) - rank(b) || (a.name < b.name ? -1 : 1);
}
