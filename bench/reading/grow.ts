import { closeSync, openSync, writeSync } from 'node:fs';
import { readFixtureText } from '../../src/testing/fixtures.ts';

/** A file grown from real captures. */
export interface Grown {
  readonly bytes: number;
  /** How often the captures were repeated. */
  readonly copies: number;
}

/**
 * Writes a NetLog of at least `bytes` bytes, made of the events of the real logs in `fixtures` again and again:
 * each copy has sources, hosts and times of its own, so that its requests and connections are its own, too.
 */
export function growNetLog(path: string, fixtures: readonly string[], bytes: number, mode: Mode): Grown {
  const logs = fixtures.map((fixture) => readNetLog(fixture, mode));
  const head = `${logs[0]?.constants}\n"events": [\n`;
  const write = writer(path);
  write.text(head);
  let copies = 0;
  for (; write.bytes < bytes; copies += 1) {
    const log = logs[copies % logs.length];
    if (log === undefined) throw new Error('There is nothing to grow from.');
    write.text((copies === 0 ? '' : ',\n') + copyOf(log, copies));
  }
  write.text('],\n"polledData": {}\n}\n');
  return { bytes: write.close(), copies };
}

/** What Chromium was told to write; the bytes that were sent and received in the second only. */
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

/** More than the ids and the milliseconds of one log. */
const IDS = 100_000;
const MILLISECONDS = 600_000;

function copyOf({ events }: NetLogParts, copy: number): string {
  return (
    events
      // Negative ids are the browser's own, the same in every log.
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

/** The same for a HAR: its entries again and again, each copy for hosts of its own. */
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
