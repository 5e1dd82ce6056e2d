import type { Emit, SourceReader } from '../../model/evidence.ts';
import { asObject, parseJson } from '../json.ts';
import { JsonSplitter, type SplitEnd } from '../json-splitter.ts';
import { readLog } from './read-har.ts';

/** `log.entries` of a HAR, or `entries` of a `log` that was saved without its wrapping. */
const ENTRIES = [['log', 'entries'], ['entries']] as const;

/**
 * Reads a HAR that comes as text in pieces. Entries are parsed one by one, so there is no limit to the size
 * of the file but memory, and a file that is cut or broken gives every entry that came before that.
 */
export function createHarReader(emit: Emit): SourceReader {
  const entries: unknown[] = [];
  let tooLong = 0;
  const splitter = new JsonSplitter(
    ENTRIES,
    (text) => {
      // What is not JSON stays as a place without an entry, so that the others keep their numbers.
      entries.push(parseJson(text) ?? null);
    },
    () => {
      tooLong += 1;
      entries.push(null);
    },
  );
  const problem = (code: string, message: string) => emit({ kind: 'problem', problem: { code, message } });
  return {
    push: (text) => splitter.push(text),
    end() {
      const end = splitter.end();
      const document = asObject(parseJson(end.rest)) ?? {};
      if (end.found) readLog(asObject(document.log) ?? document, entries, emit);
      else problem('not-har', 'There is no `log.entries` in this HAR.');
      if (tooLong > 0) problem('entry-too-long', `${tooLong} entries are too long to be read.`);
      const cut = cutMessage(end, entries.length);
      if (cut !== null) {
        if (end.found && !end.complete) emit({ kind: 'source', source: 'har', truncated: true });
        problem(end.broken === null ? 'truncated' : 'broken-json', cut);
      }
    },
  };
}

function cutMessage({ complete, broken, partialElement }: SplitEnd, entries: number): string | null {
  const kept = `The ${entries} complete entries before that were read.`;
  if (broken !== null) return `The HAR is broken at character ${broken.at}: ${broken.what}. ${kept}`;
  if (complete) return null;
  return `The HAR ends ${partialElement ? `in the middle of entry ${entries}` : 'before it is closed'}. ${kept}`;
}
