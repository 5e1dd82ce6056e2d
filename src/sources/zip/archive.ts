import { Gunzip, unzipSync } from 'fflate';

/** A file within an archive. */
export interface ArchiveFile {
  readonly name: string;
  /** Unpacked, as the archive states it: no more than this is ever unpacked. */
  readonly size: number;
}

/** Limits against archives that unpack to far more than they are (zip bombs), and against lists without end. */
const MOST_FILES = 100_000;
const LARGEST_FILE = 512 << 20;
const PIECE = 1 << 20;
/** Unpacks to 16 MB at most, and what is not wanted after that is not unpacked. */
const GZIP_PIECE = 1 << 14;

/** An archive that cannot be unpacked, or that would take too much memory. */
export class ArchiveError extends Error {
  override readonly name = 'ArchiveError';
}

/**
 * The files of a zip archive, without their contents.
 * @throws ArchiveError when it is broken, or has too many
 */
export function filesOf(zip: Uint8Array): ArchiveFile[] {
  const files: ArchiveFile[] = [];
  unpacked(() =>
    unzipSync(zip, {
      filter: ({ name, originalSize }) => {
        if (files.length >= MOST_FILES) throw new ArchiveError(`it has more than ${MOST_FILES} files`);
        files.push({ name, size: originalSize });
        return false;
      },
    }),
  );
  return files;
}

/**
 * Passes on the unpacked contents of a file, in pieces, until `take` returns false. A file that ends with `.gz` is
 * unpacked twice.
 * @throws ArchiveError when it is broken or too large
 */
export function unpack(zip: Uint8Array, file: ArchiveFile, take: (bytes: Uint8Array) => boolean): void {
  if (file.size > LARGEST_FILE) throw new ArchiveError(`${file.name} is too large`);
  const contents = unpacked(() => unzipSync(zip, { filter: ({ name }) => name === file.name }))[file.name];
  if (contents === undefined) throw new ArchiveError(`${file.name} is not in it`);
  const isGzip = contents[0] === 0x1f && contents[1] === 0x8b;
  let wanted = true;
  let length = 0;
  const pass = (bytes: Uint8Array) => {
    length += bytes.length;
    if (length > LARGEST_FILE) throw new ArchiveError(`${file.name} is too large`);
    if (wanted) wanted = take(bytes);
  };
  const gunzip = isGzip ? new Gunzip(pass) : null;
  const step = isGzip ? GZIP_PIECE : PIECE;
  for (let at = 0; at < contents.length && wanted; at += step) {
    const piece = contents.subarray(at, at + step);
    if (gunzip === null) pass(piece);
    else unpacked(() => gunzip.push(piece, at + step >= contents.length));
  }
}

/** fflate throws an error with a number in `code` for data that is not what it should be. */
function unpacked<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    const isBroken = error instanceof RangeError || (error instanceof Error && 'code' in error);
    throw isBroken ? new ArchiveError(`it is broken or incomplete (${error.message})`) : error;
  }
}
