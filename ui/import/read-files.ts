import type { Evidence } from '../../src/model/evidence.ts';
import type { DecodeUtf8 } from '../../src/sources/bytes/bytes.ts';
import { createIntake } from '../../src/sources/intake/intake.ts';
import { groupParts, PART_HEAD } from '../../src/sources/moz-log/parts.ts';
import { readCertificate } from '../../src/sources/x509.ts';
import type { ImportReply } from './messages.ts';

/** Large enough that posting costs little, small enough that the panel stays responsive between two. */
const BATCH = 500;
const PROGRESS_EVERY_MS = 50;

type Post = (reply: ImportReply) => void;

/**
 * Reads the files one after the other as one capture and posts their events. Several files are a NetLog
 * and a HAR of the same run; the builder joins them.
 */
export async function readFiles(files: readonly File[], post: Post): Promise<void> {
  const out = new Outbox(post);
  try {
    const groups = await groupParts(files, ({ name }) => name, headOf);
    for (const [index, parts] of groups.entries()) await readParts(parts, index, out);
    out.flush();
    post({ kind: 'done' });
  } catch (error) {
    out.flush();
    post({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  }
}

/** Reads one file, or the parts of one log as one. */
async function readParts(parts: readonly File[], index: number, out: Outbox): Promise<void> {
  const name = parts[0]?.name ?? '';
  const intake = createIntake((event) => out.add(inFile(event, index)), { name, decode, readCertificate });
  for (const file of parts) {
    const reader = (await bytesOf(file, (bytes) => out.read(bytes))).getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      intake.push(value);
    }
  }
  intake.end();
}

/** The beginning of a file, by which parts of a log are recognised. */
async function headOf(file: File): Promise<string> {
  const reader = (await bytesOf(file, () => undefined)).getReader();
  const { value } = await reader.read();
  await reader.cancel();
  return value === undefined ? '' : decode(value, 0, Math.min(value.length, PART_HEAD));
}

/** Two HARs number their entries alike, so the keys of later files get a prefix. */
function inFile(event: Evidence, index: number): Evidence {
  if (index === 0 || (event.kind !== 'request' && event.kind !== 'attempt')) return event;
  return { ...event, key: `${index}/${event.key}` };
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const decode: DecodeUtf8 = (bytes, from, to) => decoder.decode(bytes.subarray(from, to));

/** The file's bytes, unpacked, and converted to UTF-8 where they start with a byte order mark of UTF-16. */
async function bytesOf(
  file: File,
  onBytes: (bytes: number) => void,
): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
  const [first, second] = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  const counted = file.stream().pipeThrough(counter(onBytes));
  if (first === 0x1f && second === 0x8b) return counted.pipeThrough(new DecompressionStream('gzip'));
  const utf16 = utf16Of(first, second);
  if (utf16 === null) return counted;
  return counted.pipeThrough(new TextDecoderStream(utf16)).pipeThrough(new TextEncoderStream());
}

/** The encoding that a byte order mark indicates; shells on Windows write it. */
function utf16Of(first: number | undefined, second: number | undefined): string | null {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : null;
}

function counter(
  onBytes: (bytes: number) => void,
): TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>> {
  return new TransformStream({
    transform(chunk, controller) {
      onBytes(chunk.byteLength);
      controller.enqueue(chunk);
    },
  });
}

/** Collects events and progress, and posts them in batches. */
class Outbox {
  readonly #post: Post;
  #events: Evidence[] = [];
  #bytes = 0;
  #progressAt = 0;

  constructor(post: Post) {
    this.#post = post;
  }

  add(event: Evidence): void {
    this.#events.push(event);
    if (this.#events.length >= BATCH) this.flush();
  }

  read(bytes: number): void {
    this.#bytes += bytes;
    if (performance.now() - this.#progressAt < PROGRESS_EVERY_MS) return;
    this.#progressAt = performance.now();
    this.flush();
    this.#post({ kind: 'progress', bytes: this.#bytes });
  }

  flush(): void {
    if (this.#events.length === 0) return;
    this.#post({ kind: 'events', events: this.#events });
    this.#events = [];
  }
}
