import type { Emit, SourceReader } from '../../model/evidence.ts';
import { LineSplitter } from '../bytes/line-splitter.ts';
import { HarEntryStream } from '../har/entry-stream.ts';
import type { HarReaderOptions } from '../har/har-reader.ts';
import { withoutHar } from '../har/without-har.ts';
import { asObject, asString, type JsonObject, parseJson } from '../json.ts';

/** The type of an event is among the first members that Playwright writes. */
const TYPE_WITHIN = 128;

/**
 * Reads the network part of a Playwright trace (`trace.network`, or `trace.trace` of older versions): one event per
 * line, and the `snapshot` of each `resource-snapshot` is a HAR entry. The event `context-options` names the browser.
 * All other events are skipped.
 */
export function createPlaywrightReader(
  emitWithHar: Emit,
  { decode, keepHar = true }: HarReaderOptions,
): SourceReader {
  const emit = keepHar ? emitWithHar : withoutHar(emitWithHar);
  const entries = new HarEntryStream(emit);
  let log: JsonObject = { version: '1.2', creator: { name: 'Playwright', version: '' } };

  function line(bytes: Uint8Array, from: number, to: number): boolean {
    const start = decode(bytes, from, Math.min(to, from + TYPE_WITHIN));
    if (start.includes('"resource-snapshot"')) {
      const snapshot = asObject(asObject(parseJson(decode(bytes, from, to)))?.snapshot);
      if (snapshot !== null) entries.add(snapshot, log);
    } else if (start.includes('"context-options"')) {
      log = withBrowser(log, asObject(parseJson(decode(bytes, from, to))));
    }
    return true;
  }

  const lines = new LineSplitter(line);
  return {
    push: (bytes) => {
      lines.push(bytes);
    },
    end() {
      lines.end(line);
      entries.end(log);
      if (entries.count > 0) return;
      const message = 'This part of a Playwright trace has no requests: open the whole trace.zip.';
      emit({ kind: 'problem', problem: { code: 'no-requests', message } });
    },
  };
}

function withBrowser(log: JsonObject, options: JsonObject | null): JsonObject {
  const name = asString(options?.browserName);
  return name === null || 'browser' in log ? log : { ...log, browser: { name, version: '' } };
}
