import type { Emit, SourceReader } from '../../model/evidence.ts';
import type { ReaderOptions } from '../bytes/bytes.ts';
import { type JsonPath, JsonSplitter, type Want } from '../bytes/json-splitter.ts';
import { type JsonObject, parseJson } from '../json.ts';
import { HarEntryStream } from './entry-stream.ts';
import { LONG_TEXTS, withoutHar } from './without-har.ts';

/** Well under the longest string that V8 can make (about 2^29 units). */
const MAX_VALUE_LENGTH = 400_000_000;

export interface HarReaderOptions extends ReaderOptions {
  /**
   * Keeps the entries and the log in the capture, for writing an annotated HAR. Without it they are null, and most of
   * the bodies, nine tenths of a typical HAR, are not even parsed. Default: true.
   */
  readonly keepHar?: boolean;
}

/**
 * Reads a HAR that arrives as bytes in pieces. Entries are parsed and, where possible, emitted one by one, so only memory
 * limits the size of the file, and a truncated or broken file yields every entry before the damage.
 */
export function createHarReader(
  emitWithHar: Emit,
  { decode, keepHar = true }: HarReaderOptions,
): SourceReader {
  const emit = keepHar ? emitWithHar : withoutHar(emitWithHar);
  const entries = new HarEntryStream(emit);
  const document = new Map<string, unknown>();
  const log = new Map<string, unknown>();
  let tooLong = 0;
  let members: JsonObject | null = null;
  const logSoFar = (): JsonObject => {
    members ??= objectOf(log.size > 0 ? log : document);
    return members;
  };
  const splitter = new JsonSplitter(
    {
      want,
      member: (path, bytes, from, to) => {
        const value = parseJson(decode(bytes, from, to));
        const object = path.length === 1 ? document : log;
        if (value !== undefined) object.set(path.at(-1) ?? '', value);
        members = null;
      },
      element: (bytes, from, to) => {
        // Invalid JSON is undefined and counts, so that the other entries keep their numbers.
        entries.add(parseJson(decode(bytes, from, to)), logSoFar());
      },
      tooLong: () => {
        tooLong += 1;
        entries.add(undefined, logSoFar());
      },
    },
    { decode, maxLength: MAX_VALUE_LENGTH, cut: keepHar ? null : LONG_TEXTS },
  );
  const problem = (code: string, message: string) => emit({ kind: 'problem', problem: { code, message } });
  return {
    push: (bytes) => {
      splitter.push(bytes);
    },
    end() {
      const { complete } = splitter;
      const isEntry = document.has('startedDateTime') && document.has('request');
      if (isEntry) entries.add(objectOf(document), {});
      // An empty array may be anything.
      const foundArray = isEntry || (splitter.foundArray && (!splitter.isArray || entries.count > 0));
      if (isEntry) entries.end({});
      else if (foundArray) entries.end(logSoFar());
      else problem('not-har', 'This HAR has no `log.entries`.');
      if (tooLong > 0) problem('entry-too-long', `${tooLong} entries are too long to be read.`);
      const cut = cutMessage(splitter, entries.count);
      if (cut !== null) {
        if (foundArray && !complete) emit({ kind: 'source', source: 'har', truncated: true });
        problem(splitter.broken === null ? 'truncated' : 'broken-json', cut);
      }
    },
  };
}

/**
 * `log.entries` of a HAR, or `entries` of a `log` that was saved without its wrapping, or an array of entries. A single
 * entry has neither: its members are read as those of a document.
 */
function want([first, second]: JsonPath): Want {
  if (first === undefined) return 'elements';
  if (first === 'log' && second === undefined) return 'members';
  return (second ?? first) === 'entries' ? 'elements' : 'value';
}

/** Like JSON.parse: every name is an own member, `__proto__` too. */
function objectOf(members: ReadonlyMap<string, unknown>): JsonObject {
  return Object.fromEntries(members);
}

function cutMessage({ complete, broken, inElement }: JsonSplitter, entries: number): string | null {
  const kept = `The ${entries} complete entries before that were read.`;
  if (broken !== null) return `The HAR is broken at byte ${broken.at}: ${broken.what}. ${kept}`;
  if (complete) return null;
  return `The HAR ends ${inElement ? `in the middle of entry ${entries}` : 'before it is closed'}. ${kept}`;
}
