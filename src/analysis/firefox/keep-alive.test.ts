import { expect, it } from 'vitest';
import { readHar } from '../../sources/har/read-har.ts';
import { buildCapture } from '../../testing/build-capture.ts';
import { analyze } from '../analyze.ts';

const timings = { blocked: 0, dns: 0, connect: 0, ssl: 0, send: 0, wait: 20, receive: 0 };

const entry = (second: number) => ({
  startedDateTime: `2024-05-01T10:00:0${second}.000Z`,
  time: 20,
  request: { method: 'GET', url: `http://plain.example/${second}`, headers: [] },
  response: { status: 200, httpVersion: 'HTTP/1.1', headers: [] },
  timings,
  serverIPAddress: '192.0.2.7',
  connection: '80',
});

it('uses an idle HTTP/1.1 connection of the origin again', () => {
  const har = { log: { creator: { name: 'Firefox', version: '153' }, entries: [1, 2, 3].map(entry) } };
  const { connections } = analyze(buildCapture((emit) => readHar(har, emit)));
  const [only, ...others] = connections.values();
  expect(others).toEqual([]);
  expect(only?.record.openedFor).toBe('http://plain.example');
});
