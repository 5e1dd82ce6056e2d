/** Tokens are joined up to about this many characters, so that a stream gets a few large writes. */
const PIECE = 1 << 16;

/**
 * The JSON of a value in pieces: the same text as `JSON.stringify`, but never as one string, because an annotated
 * HAR with bodies can exceed the maximum length of a string.
 */
export function* jsonPieces(value: unknown): Generator<string> {
  let piece = '';
  for (const token of tokens(value, 3)) {
    piece += token;
    if (piece.length < PIECE) continue;
    yield piece;
    piece = '';
  }
  yield piece;
}

/** Splits lists and objects down to `depth` (in a HAR: log and entries); each deeper value is one token. */
function* tokens(value: unknown, depth: number): Generator<string> {
  if (depth === 0 || typeof value !== 'object' || value === null) {
    yield JSON.stringify(value) ?? 'null';
  } else if (Array.isArray(value)) {
    yield '[';
    for (const [index, item] of value.entries()) {
      if (index > 0) yield ',';
      yield* tokens(item, depth - 1);
    }
    yield ']';
  } else {
    yield '{';
    let separator = '';
    for (const [key, field] of Object.entries(value)) {
      if (field === undefined) continue;
      yield `${separator}${JSON.stringify(key)}:`;
      yield* tokens(field, depth - 1);
      separator = ',';
    }
    yield '}';
  }
}
