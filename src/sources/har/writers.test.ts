import { describe, expect, test } from 'vitest';
import { analyze } from '../../analysis/analyze.ts';
import { gapWords } from '../../diagnosis/statements/gaps.ts';
import { buildCapture } from '../../testing/build-capture.ts';
import { readHar } from './read-har.ts';

const entryOf = (url: string, more: object = {}) => ({
  startedDateTime: '2024-03-01T10:00:00.000Z',
  time: 9,
  request: { method: 'GET', url, headers: [] },
  response: { status: 200, httpVersion: 'HTTP/1.1', headers: [] },
  timings: { dns: 3, connect: 5, send: 0, wait: 1, receive: 0 },
  ...more,
});
const captureBy = (creator: string, entries: readonly object[], browser?: object) =>
  buildCapture((emit) =>
    readHar({ log: { version: '1.2', creator: { name: creator, version: '1' }, browser, entries } }, emit),
  );

describe("Fiddler's `connection`", () => {
  const connection = (client: number, egress: number) => ({
    connection: `ClientPort:${client};EgressPort:${egress}`,
  });
  const analysis = analyze(
    captureBy('Fiddler', [
      entryOf('http://shop.test/a', connection(50_001, 60_001)),
      entryOf('http://shop.test/b', connection(50_001, 60_002)),
      entryOf('http://api.test/c', connection(50_002, 60_002)),
      entryOf('http://shop.test/d', connection(50_002, 60_001)),
    ]),
  );

  test("is the browser's connection to it", () => {
    expect(analysis.capture.connections.map(({ id }) => id)).toEqual(['50001', '50002']);
  });

  test('is not said to be opened for a host, or shared by the rules of a browser', () => {
    expect(analysis.capture.connections.map(({ openedFor }) => openedFor)).toEqual([null, null]);
    expect(analysis.summary.coalescedRequests).toBeFalsy();
    expect(analysis.summary.hiddenAttempts).toBe(0);
  });
});

test.each([
  ['WebKit Web Inspector', 'safari'],
  ['Charles Proxy', 'proxy'],
  ['mitmproxy', 'proxy'],
  ['Burp Suite', 'proxy'],
  ['HTTP Toolkit', 'proxy'],
  ['Insomnia REST Client', 'program'],
  ['Postman', 'program'],
  ['Internet Explorer Network Inspector', 'internet-explorer'],
])('a HAR by %s is said to lack what its writer (%s) cannot show, and no more', (creator, family) => {
  const { gaps } = analyze(captureBy(creator, [entryOf('https://a.test/')]));
  for (const gap of gaps) if ('family' in gap) expect(gap.family).toBe(family);
  const words = gaps.map((gap) => gapWords(gap, { place: 'panel' }));
  const text = words.map(({ message, remedy }) => `${message} ${remedy}`).join(' ');
  expect(text).not.toMatch(/Ground truth|chrome:|NetLog|about:/);
  expect(text.includes('without the proxy')).toBe(family === 'proxy');
});

test('what a proxy recorded from a browser is read as what the proxy saw', () => {
  const capture = captureBy('BrowserMob Proxy', [entryOf('https://a.test/')], {
    name: 'Chrome',
    version: '1',
  });
  expect(capture.browser?.name).toBe('BrowserMob Proxy');
});
