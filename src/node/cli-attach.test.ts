import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { builtCommand } from './testing/built-command.ts';
import { HOSTILE_ENDPOINTS, type HostileEndpoint } from './testing/hostile-endpoints.ts';
import { type Listening, listening } from './testing/listening.ts';

const { folder, run } = builtCommand();

let endpoint: Listening | null = null;
afterEach(async () => {
  await endpoint?.close();
  endpoint = null;
});

interface Attached {
  readonly code: number | null;
  /** Lines on standard error, without the name of the program and with PLACE for the address. */
  readonly complaints: readonly string[];
}

async function attach(name: HostileEndpoint, ...options: readonly string[]): Promise<Attached> {
  endpoint = await listening(HOSTILE_ENDPOINTS[name]());
  const { code, err } = await run(['attach', '--port', String(endpoint.port), ...options]);
  const complaints = err
    .replaceAll(`127.0.0.1:${endpoint.port}`, 'PLACE')
    .trimEnd()
    .split('\n')
    .map((line) => line.replace(/^coalescope: /, ''));
  return { code, complaints };
}

/** For endpoints that respond at once. */
const ENOUGH = ['--timeout', '20'];
const NOT_CHROMIUM =
  'PLACE: this is not a Chromium browser with a debugging endpoint (Firefox uses another protocol)';

describe('an endpoint is described with one sentence, and no folder is left', () => {
  it.each([
    ['never responds', ['--timeout', '1'], 'PLACE: no complete response within 1 second'],
    ['begins a response', ['--timeout', '1'], 'PLACE: no complete response within 1 second'],
    ['an endless response', ENOUGH, NOT_CHROMIUM],
    ['a redirect', ENOUGH, NOT_CHROMIUM],
    ['an address that is none', ENOUGH, NOT_CHROMIUM],
    ['a list instead of an object', ENOUGH, NOT_CHROMIUM],
    ['no WebSocket', ENOUGH, 'PLACE: the browser refuses to be debugged (socket hang up)'],
    [
      'a silent WebSocket',
      ['--timeout', '3'],
      'PLACE: the browser does not accept the connection within 3 seconds',
    ],
    [
      'never responds to a command',
      ['--timeout', '3'],
      'PLACE: the browser does not respond within 3 seconds',
    ],
    ['closes at the first command', ENOUGH, 'Tracing.start: the browser is gone'],
    ['no messages', ['--timeout', '3'], 'PLACE: the browser does not respond within 3 seconds'],
    ['refuses with control codes', ENOUGH, 'Tracing.start: no \\u{1b}[31mway'],
  ] as const)('%s', async (name, options, words) => {
    expect(await attach(name, ...options)).toEqual({ code: 2, complaints: [words] });
    expect(readdirSync(folder).filter((entry) => entry.startsWith('coalescope-'))).toEqual([]);
  });
});

describe('a browser’s log that cannot be read is described, and the rest is written', () => {
  it.each([
    ['no trace', '2', 'nothing was received within 6 seconds'],
    ['a trace without a stream', '20', 'The browser returned its trace in a form that cannot be read.'],
    ['an empty trace', '20', 'it is empty'],
    ['an endless trace', '20', 'it does not end'],
    ['an endless empty trace', '2', 'nothing was received within 6 seconds'],
    ['a trace that is not base64', '20', 'The browser returned its trace in a form that cannot be read.'],
  ] as const)('%s', async (name, timeout, why) => {
    const output = join(folder, name);
    const options = ['--timeout', timeout, '--seconds', '0.1', '-o', output];
    const { code, complaints } = await attach(name, ...options);
    expect(complaints.slice(1)).toEqual([
      `The browser's own log could not be read, so hidden attempts are inferred (${why})`,
      `wrote capture.har, report.json and report.txt to ${output}`,
    ]);
    expect(readdirSync(output).sort()).toEqual(['capture.har', 'report.json', 'report.txt']);
    expect(code).toBe(2);
  });
});
