import { closeSync, openSync, writeSync } from 'node:fs';
import { readFixtureText } from '../../src/testing/fixtures.ts';

/** A large file built from real captures. */
export interface Grown {
  readonly bytes: number;
  /** How many copies of captures it contains. */
  readonly copies: number;
}

/**
 * Writes a NetLog of at least `bytes` bytes that repeats the events of the real logs in `fixtures`. Each copy has its own
 * source ids, hosts and times, and so its own requests and connections.
 */
export function growNetLog(path: string, fixtures: readonly string[], bytes: number, mode: Mode): Grown {
  const logs = fixtures.map((fixture) => readNetLog(fixture, mode));
  const head = `${logs[0]?.constants}\n"events": [\n`;
  const write = writer(path);
  write.text(head);
  let copies = 0;
  for (; write.bytes < bytes; copies += 1) {
    const log = logs[copies % logs.length];
    if (log === undefined) throw new Error('There are no fixtures to repeat.');
    write.text((copies === 0 ? '' : ',\n') + copyOf(log, copies));
  }
  write.text('],\n"polledData": {}\n}\n');
  return { bytes: write.close(), copies };
}

/** The capture mode. Only Everything contains the bytes that were sent and received. */
export type Mode = 'Default' | 'Everything';

interface NetLogParts {
  /** The first line. */
  readonly constants: string;
  readonly events: string;
}

function readNetLog(fixture: string, mode: Mode): NetLogParts {
  const [constants = '', , ...lines] = readFixtureText(fixture).split('\n');
  const events = lines.filter((line) => /"type":\d+\}[\],]*$/.test(line));
  const text = events.map((line) => line.replace(/[\],]+$/, '')).join(',\n');
  return {
    constants,
    events: mode === 'Default' ? text.replaceAll(/,"bytes":"[^"]*"/g, '') : text.replaceAll(COUNTED, filled),
  };
}

/** How many bytes an event sent or received, and the beginning of them, which is all that the fixture holds. */
const COUNTED = /"byte_count":(\d+),"bytes":"[^"]*"/g;

/** As many bytes as Chromium wrote there, in Base64. */
function filled(_: string, count: string): string {
  return `"byte_count":${count},"bytes":"${'A'.repeat(4 * Math.ceil(Number(count) / 3))}"`;
}

/** More than the highest id and the duration in milliseconds of one log. */
const IDS = 100_000;
const MILLISECONDS = 600_000;

function copyOf({ events }: NetLogParts, copy: number): string {
  return (
    events
      // Negative ids belong to the browser itself and are the same in every log.
      .replace(/("source(?:_dependency)?":\{"id":)(\d+)/g, (_, key, id) => key + (Number(id) + copy * IDS))
      .replace(/("(?:start_)?time":")(\d+)/g, (_, key, time) => key + (Number(time) + copy * MILLISECONDS))
      .replace(/\.(test|com|net)\b/g, `.c${copy}.$1`)
  );
}

interface HarFile {
  readonly log: {
    readonly entries: readonly Readonly<Record<string, unknown>>[];
  };
}

/** Writes a HAR of at least `bytes` bytes that repeats the entries of `fixture`. Each copy has its own hosts. */
export function growHar(path: string, fixture: string, bytes: number): Grown {
  const { log }: HarFile = JSON.parse(readFixtureText(fixture));
  const { entries, ...rest } = log;
  const texts = entries.map((entry) => JSON.stringify(entry));
  const write = writer(path);
  write.text(`{"log":${JSON.stringify(rest).slice(0, -1)},"entries":[\n`);
  let copies = 0;
  for (; write.bytes < bytes; copies += 1) {
    const copied = texts.map((text) =>
      text
        .replaceAll('"url":"https://', `"url":"https://c${copies}.`)
        .replace(/"connection":"/, `$&${copies}`),
    );
    write.text((copies === 0 ? '' : ',\n') + copied.join(',\n'));
  }
  write.text(']}}\n');
  return { bytes: write.close(), copies };
}

function writer(path: string) {
  const file = openSync(path, 'w');
  let bytes = 0;
  return {
    get bytes() {
      return bytes;
    },
    text: (text: string) => {
      bytes += writeSync(file, text);
    },
    close: () => {
      closeSync(file);
      return bytes;
    },
  };
}
