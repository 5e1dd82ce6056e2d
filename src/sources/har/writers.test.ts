import { describe, expect, test } from 'vitest';
import { analyze } from '../../analysis/analyze.ts';
import { gapWords } from '../../diagnosis/statements/gaps.ts';
import { reportSource } from '../../report/json/to-report.ts';
import { buildCapture } from '../../testing/build-capture.ts';
import { captureOf } from '../../testing/fixtures.ts';
import { createHarReader } from './har-reader.ts';
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

describe("WebKit's HAR", () => {
  const by = (userAgent: string) => {
    const headers = [{ name: 'User-Agent', value: userAgent }];
    return entryOf('https://a.test/', { request: { method: 'GET', url: 'https://a.test/', headers } });
  };
  const mac = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)';
  const whole = (entries: readonly object[]) =>
    JSON.stringify({
      log: { version: '1.2', creator: { name: 'WebKit Web Inspector', version: '1.0' }, entries },
    });

  test.each([
    [`${mac} Version/26.0 Safari/605.1.15`, { name: 'Safari', version: '26.0' }],
    [`${mac} Version/17.4.1 Mobile/15E148 Safari/604.1`, { name: 'Safari', version: '17.4.1' }],
    ['MyApp/7', { name: 'WebKit', version: '' }],
  ])('of %s names the browser', (userAgent, browser) => {
    const entries = [entryOf('https://a.test/first'), by(userAgent)];
    expect(captureBy('WebKit Web Inspector', entries).browser?.name).toBe(browser.name);
    expect(captureOf(createHarReader, whole(entries)).browser).toEqual(browser);
  });

  test('names the build of WebKit where no request names Safari', () => {
    const log = { creator: { name: 'WebKit Web Inspector', version: '8618.1.15' }, entries: [by('x')] };
    expect(buildCapture((emit) => readHar({ log }, emit)).browser).toEqual({
      name: 'WebKit',
      version: '8618.1.15',
    });
  });
});

test.each([
  ['Charles Proxy', null, 'Charles Proxy'],
  ['k6 Browser Recorder', null, 'k6 Browser Recorder'],
  ['Firefox', 'Firefox', undefined],
])('the report of a HAR by %s names the browser %j and another writer %j', (creator, browser, writer) => {
  const source = reportSource(captureBy(creator, [entryOf('https://a.test/')]), {
    kind: 'har',
    name: 'a.har',
  });
  expect(source.browser?.name ?? null).toBe(browser);
  expect(source.writer?.name).toBe(writer);
});
