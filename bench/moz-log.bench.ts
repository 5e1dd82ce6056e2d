import { bench, describe } from 'vitest';
import { decodeUtf8 } from '../src/node/utf8.ts';
import { LineSplitter } from '../src/sources/lines.ts';
import { createMozLogReader } from '../src/sources/moz-log/reader.ts';
import { readFixtureText } from '../src/testing/fixtures.ts';

const MEGABYTES = 20;
const PIECE = 1 << 18;

/** A real log again and again, each time with objects at other addresses, as in one long run. */
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

// Level 3 is the densest: a sixth of the size for as many requests.
describe.each([
  ['t1', 5],
  ['t2', 4],
  ['t7', 3],
])('a log of Firefox, run %s, nsHttp:%i', (run) => {
  const bytes = grown(run);
  const size = `${(bytes.length / 1e6).toFixed(0)} MB`;

  bench(`cut into lines, ${size}`, () => {
    const lines = new LineSplitter(() => true);
    inPieces(bytes, (piece) => lines.push(piece));
  });

  bench(`read, ${size}`, () => {
    const reader = createMozLogReader(() => undefined, { decode: decodeUtf8 });
    inPieces(bytes, (piece) => reader.push(piece));
    reader.end();
  });
});
