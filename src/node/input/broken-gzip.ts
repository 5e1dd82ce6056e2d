import { Gunzip } from 'fflate';

/** Small, because what a push has decompressed when it fails is lost. */
const PUSH = 4_096;

/**
 * What can still be decompressed of a broken gzip file, without its first `skip` bytes. Node's decompressor loses what
 * it had not passed on when it meets the fault, such as other data behind the end.
 */
export async function* salvaged(gzip: AsyncIterable<Uint8Array>, skip: number): AsyncGenerator<Uint8Array> {
  let out: Uint8Array[] = [];
  const gunzip = new Gunzip((piece) => out.push(piece));
  let left = skip;
  let isBroken = false;
  for await (const piece of gzip) {
    for (let at = 0; at < piece.length && !isBroken; at += PUSH) {
      try {
        // A copy: it keeps what it has not read yet.
        gunzip.push(new Uint8Array(piece.subarray(at, at + PUSH)));
      } catch {
        // The fault that Node met, too. What was decompressed before it counts.
        isBroken = true;
      }
    }
    for (const some of out) {
      if (some.length > left) yield some.subarray(left);
      left = Math.max(0, left - some.length);
    }
    out = [];
    if (isBroken) return;
  }
}
