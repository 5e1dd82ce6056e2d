import { describe, expect, it } from 'vitest';
import type { Capture } from '../../model/capture.ts';
import { CHROMIUM_RUNS, captureOf, readFixtureText } from '../../testing/fixtures.ts';
import { asObject, parseJson } from '../json.ts';
import { createNetLogReader } from './netlog-reader.ts';

const logs = CHROMIUM_RUNS.map((run) => ({ run, text: readFixtureText(`chromium/${run}.netlog.json.gz`) }));

/** What Chromium's HeavilyRedacted mode leaves of an event (net/log/net_log_heavily_redacted_allowlist.h). */
const KEPT_PARAMS = [
  'source_dependency',
  'net_error',
  'method',
  'privacy_mode',
  'type',
  'load_flags',
  'byte_count',
];

function redacted(line: string): string {
  const event = asObject(parseJson(line.replace(/\]?,?$/, '')));
  if (event === null || event.source === undefined) return line;
  const params = Object.entries(asObject(event.params) ?? {}).filter(([name]) => KEPT_PARAMS.includes(name));
  const { phase, source, time, type } = event;
  const end = line.slice(line.lastIndexOf('}') + 1);
  return JSON.stringify({ params: Object.fromEntries(params), phase, source, time, type }) + end;
}

/** Connections numbered in the order of their first attempt, so that their names do not matter. */
function shape(capture: Capture, wanted: (started: number | null) => boolean = () => true) {
  const numbers = new Map<string, number>();
  return capture.requests
    .filter(({ startedAt, attempts }) => attempts.length > 0 && wanted(startedAt))
    .map(({ method, attempts }) => ({
      method,
      attempts: attempts.map(({ connection, restart, startedAt, endedAt }) => {
        const name = connection ?? 'none';
        const number = numbers.get(name) ?? numbers.size;
        numbers.set(name, number);
        return { connection: number, restart, startedAt, endedAt };
      }),
    }));
}

describe.each(logs)('run $run, heavily redacted', ({ text }) => {
  const whole = captureOf(createNetLogReader, text);
  // The session data at the end of a log are not redacted (fixture `netlog/redacted`); another test covers them.
  const events = text.replace(/"polledData":.*$/s, '"polledData": {}}');
  const capture = captureOf(createNetLogReader, events.split('\n').map(redacted).join('\n'));

  it('still has every request, attempt, connection and retry', () => {
    expect(shape(capture)).toEqual(shape(whole));
    expect(capture.problems).toEqual([]);
  });

  it('reports no name, address or status that is not in the log', () => {
    expect(JSON.stringify(capture)).not.toMatch(/\.test|127\.0\.0/);
    expect(capture.resolutions.size).toBe(0);
    for (const { openedFor, openedForCertainty, certificate } of capture.connections) {
      expect({ openedFor, openedForCertainty, certificate }).toEqual({
        openedFor: null,
        openedForCertainty: 'unknown',
        certificate: null,
      });
    }
    for (const attempt of capture.requests.flatMap(({ attempts }) => attempts)) {
      expect(attempt.status).toBe(attempt.restart === 'misdirected' ? 421 : null);
    }
  });
});

describe.each(logs)('run $run without its beginning', ({ text }) => {
  const lines = text.split('\n');
  const whole = captureOf(createNetLogReader, text);

  it.each([0.1, 0.3, 0.5, 0.7, 0.9])('reads the events after the first %d of them', (part) => {
    const from = 2 + Math.floor((lines.length - 5) * part);
    const capture = captureOf(createNetLogReader, [...lines.slice(0, 2), ...lines.slice(from)].join('\n'));
    expect(capture.problems).toEqual([]);
    const begin = Number(/"time":"(\d+)"/.exec(lines[from] ?? '')?.[1]) + tickOffset(text);
    const after = (started: number | null) => started !== null && started > begin;
    expect(shape(capture, after)).toEqual(shape(whole, after));
    expect(capture.requests.filter(({ url }) => url === '' || !url.startsWith('http'))).toEqual([]);
  });
});

it('takes the facts of a request whose beginning is missing from its headers', () => {
  const { text } = logs[0] ?? { text: '' };
  const lines = text.split('\n');
  // The first request to h6, after it was started and before it is sent.
  const sending = lines.findIndex((line) => line.includes('":path: /r0"'));
  const capture = captureOf(
    createNetLogReader,
    [...lines.slice(0, 2), ...lines.slice(sending - 1)].join('\n'),
  );
  expect(capture.requests[0]).toMatchObject({
    url: 'https://h6.alpha.test:9101/r0',
    method: 'POST',
    status: 200,
    attempts: [
      { status: 421, stream: 3, restart: 'misdirected' },
      { status: 200, stream: 1, restart: null },
    ],
  });
});

function tickOffset(text: string): number {
  return Number(/"timeTickOffset":(\d+)/.exec(text)?.[1]);
}
