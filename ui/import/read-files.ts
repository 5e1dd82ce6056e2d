import type { Evidence } from '../../src/model/evidence.ts';
import { createIntake } from '../../src/sources/intake/intake.ts';
import type { ImportReply } from './messages.ts';

/** Big enough that posting costs little, small enough that the panel stays quick between two. */
const BATCH = 500;
const PROGRESS_EVERY_MS = 50;

type Post = (reply: ImportReply) => void;

/**
 * Reads the files one after the other as one capture and posts what they say. Several files are a NetLog
 * and a HAR of the same run: the builder joins them.
 */
export async function readFiles(files: readonly File[], post: Post): Promise<void> {
  const out = new Outbox(post);
  try {
    for (const [index, file] of files.entries()) await readFile(file, index, out);
    out.flush();
    post({ kind: 'done' });
  } catch (error) {
    out.flush();
    post({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  }
}

async function readFile(file: File, index: number, out: Outbox): Promise<void> {
  const intake = createIntake((event) => out.add(inFile(event, index)), { name: file.name });
  const reader = (await textOf(file, (bytes) => out.read(bytes))).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    intake.push(value);
  }
  intake.end();
}

/** Two HARs count their entries alike: the keys of later files are made their own. */
function inFile(event: Evidence, index: number): Evidence {
  if (index === 0 || (event.kind !== 'request' && event.kind !== 'attempt')) return event;
  return { ...event, key: `${index}/${event.key}` };
}

async function textOf(file: File, onBytes: (bytes: number) => void): Promise<ReadableStream<string>> {
  const magic = new Uint8Array(await file.slice(0, 4).arrayBuffer());
  if (magic[0] === 0x50 && magic[1] === 0x4b) {
    throw new Error(`${file.name} is a ZIP archive. Unpack it and open the file inside.`);
  }
  const counted = file.stream().pipeThrough(counter(onBytes));
  const gzipped = magic[0] === 0x1f && magic[1] === 0x8b;
  const plain: ReadableStream<BufferSource> = gzipped
    ? counted.pipeThrough(new DecompressionStream('gzip'))
    : counted;
  return plain.pipeThrough(new TextDecoderStream());
}

function counter(onBytes: (bytes: number) => void): TransformStream<Uint8Array<ArrayBuffer>, BufferSource> {
  return new TransformStream({
    transform(chunk, controller) {
      onBytes(chunk.byteLength);
      controller.enqueue(chunk);
    },
  });
}

/** Gathers events and progress, and posts them in pieces. */
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
