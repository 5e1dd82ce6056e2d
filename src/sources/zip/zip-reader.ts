import type { ArchiveContents } from '../../model/capture.ts';
import type { Emit, SourceReader } from '../../model/evidence.ts';
import { Gathered, LINE_FEED, type ReaderOptions } from '../bytes/bytes.ts';
import { ArchiveError, filesOf, unpack } from './archive.ts';
import { type CaptureFile, capturesIn } from './captures-in-zip.ts';

/** A zip archive is held in memory: its list of files is at its end. */
const LARGEST_ARCHIVE = 1 << 30;
const LINE_END = new Uint8Array([LINE_FEED]);

/**
 * Reads the captures in a zip archive: Playwright's trace.zip and HAR zip, wptagent's results, or files that somebody
 * packed. Those of one visit are read together.
 * @param open makes the reader for a file in it
 */
export function createZipReader(
  emit: Emit,
  { decode, name = 'This file' }: ReaderOptions & { readonly name?: string },
  open: (name: string) => SourceReader,
): SourceReader {
  const zip = new Gathered();
  let length = 0;
  const problem = (code: string, message: string) => emit({ kind: 'problem', problem: { code, message } });

  function read(bytes: Uint8Array): void {
    const { read: chosen, left } = capturesIn(bytes, decode);
    if (chosen.length > 0) emit({ kind: 'archive', contents: contentsOf(bytes, chosen, left) });
    let playwright: SourceReader | null = null;
    for (const file of chosen) {
      const isPart = file.kind === 'playwright-trace';
      const reader: SourceReader = (isPart ? playwright : null) ?? open(file.name);
      if (isPart) playwright = reader;
      unpack(bytes, file, (piece) => {
        reader.push(piece);
        return true;
      });
      if (isPart) reader.push(LINE_END);
      else reader.end();
    }
    playwright?.end();
    if (chosen.length === 0)
      problem('unknown-kind', `${name} is a zip archive without a capture: ${list(filesOf(bytes))}.`);
    else if (left.length > 0) problem('not-all-of-archive', leftWords(chosen, left));
  }

  return {
    push: (bytes) => {
      length += bytes.length;
      if (length <= LARGEST_ARCHIVE) zip.add(bytes);
    },
    end() {
      if (length > LARGEST_ARCHIVE) {
        problem(
          'archive-too-large',
          `${name} is too large for a zip archive: unpack it and open the file inside.`,
        );
        return;
      }
      try {
        read(zip.bytes);
      } catch (error) {
        if (!(error instanceof ArchiveError)) throw error;
        problem('broken-archive', `${name} is a zip archive that cannot be unpacked: ${error.message}.`);
      }
    },
  };
}

/** At most this many names of each kind: an archive may have thousands. */
const MOST_NAMES = 100;

function contentsOf(
  zip: Uint8Array,
  read: readonly CaptureFile[],
  left: readonly CaptureFile[],
): ArchiveContents {
  const names = (files: readonly CaptureFile[]) => files.slice(0, MOST_NAMES).map(({ name }) => name);
  const all = filesOf(zip).filter(({ name }) => !name.endsWith('/')).length;
  return { read: names(read), notRead: names(left), others: all - read.length - left.length };
}

function leftWords(read: readonly CaptureFile[], left: readonly CaptureFile[]): string {
  return `Of this archive, ${list(read)} was read. Not read: ${list(left)}. Unpack the archive to open these.`;
}

/** The first few names; an archive may have thousands. */
function list(files: readonly { readonly name: string }[]): string {
  if (files.length === 0) return 'it is empty';
  const names = files.slice(0, 5).map((file) => file.name.slice(-80));
  const more = files.length > names.length ? ` and ${files.length - names.length} more` : '';
  return `${names.join(', ')}${more}`;
}
