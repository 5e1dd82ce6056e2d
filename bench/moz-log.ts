import { CaptureBuilder } from '../src/model/builder/builder.ts';
import { decodeUtf8 } from '../src/node/input/utf8.ts';
import { LineSplitter } from '../src/sources/bytes/line-splitter.ts';
import { createMozLogReader } from '../src/sources/moz-log/reader.ts';
import { readFixtureText } from '../src/testing/fixtures.ts';

// Measures how fast Firefox's log is read, and how much of that time splits it into lines. It does not use Vitest, which
// puts an accessor before every imported function and makes loops over bytes four times as slow.

const MEGABYTES = 60;
const PIECE = 1 << 18;
const ROUNDS = 5;

/** Repeats a real log, each time with other object addresses, as in one long run. */
function grown(run: string): Uint8Array {
  const log = readFixtureText(`firefox/${run}.moz_log.gz`).split('\n').slice(0, -1).join('\n');
  const copies = Math.ceil((MEGABYTES * 1e6) / log.length);
  const texts = Array.from({ length: copies }, (_, i) =>
    log.replaceAll(/\b7f(?=[0-9a-f]{10}\b)/g, (0x100 + i).toString(16)),
  );
  return new TextEncoder().encode(`${texts.join('\n')}\n`);
}

function inPieces(bytes: Uint8Array, take: (piece: Uint8Array) => void): void {
  for (let at = 0; at < bytes.length; at += PIECE) take(bytes.subarray(at, at + PIECE));
}

function cut(bytes: Uint8Array): void {
  const lines = new LineSplitter(() => true);
  inPieces(bytes, (piece) => lines.push(piece));
}

/** Reads the log and builds the capture. */
function read(bytes: Uint8Array): void {
  const builder = new CaptureBuilder();
  const reader = createMozLogReader((evidence) => builder.apply(evidence), { decode: decodeUtf8 });
  inPieces(bytes, (piece) => reader.push(piece));
  reader.end();
  builder.snapshot();
}

/** MB/s of the best round. */
function speed(bytes: Uint8Array, act: (bytes: Uint8Array) => void): number {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round += 1) {
    const started = performance.now();
    act(bytes);
    best = Math.min(best, performance.now() - started);
  }
  return bytes.length / 1e3 / best;
}

console.log('Firefox’s log      MBsplit into lines       read read/split');
// Level 3 is the densest: it needs a sixth of the size for the same number of requests.
for (const [run, level] of [
  ['t1', 5],
  ['t2', 4],
  ['t7', 3],
] as const) {
  const bytes = grown(run);
  const [lines, whole] = [speed(bytes, cut), speed(bytes, read)];
  const columns = [
    `${run}, nsHttp:${level}`.padEnd(16),
    (bytes.length / 1e6).toFixed(0).padStart(5),
    `${lines.toFixed(0)} MB/s`.padStart(15),
    `${whole.toFixed(0)} MB/s`.padStart(10),
    (whole / lines).toFixed(3).padStart(10),
  ];
  console.log(columns.join(' '));
}
