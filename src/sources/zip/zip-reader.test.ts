import { gzipSync, strToU8, type Zippable, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { CaptureBuilder } from '../../model/builder/builder.ts';
import { chunksOf, decode } from '../../testing/bytes.ts';
import { readFixtureBytes } from '../../testing/fixtures.ts';
import { createIntake } from '../intake/intake.ts';
import { readCertificate } from '../x509.ts';
import { unpack } from './archive.ts';

function readBytes(zip: Uint8Array) {
  const builder = new CaptureBuilder();
  const intake = createIntake((event) => builder.apply(event), { name: 'x.zip', decode, readCertificate });
  for (const piece of chunksOf(zip, 1_000)) intake.push(piece);
  intake.end();
  return builder.snapshot();
}
const read = (files: Zippable) => readBytes(zipSync(files));

const entryOf = (path: string) => ({
  startedDateTime: '2024-03-01T10:00:00.000Z',
  request: { method: 'GET', url: `https://a.test/${path}`, headers: [] },
  response: { status: 200, headers: [] },
  timings: { wait: 1 },
});
const harOf = (path: string) =>
  strToU8(JSON.stringify({ log: { version: '1.2', entries: [entryOf(path)] } }));
const cdpOf = (path: string) => {
  const request = { url: `https://a.test/${path}`, method: 'GET', headers: {} };
  const params = { requestId: '1', request, timestamp: 1, wallTime: 1_700_000_000 };
  return strToU8(JSON.stringify([{ method: 'Network.requestWillBeSent', params }]));
};
const snapshot = (path: string) => JSON.stringify({ type: 'resource-snapshot', snapshot: entryOf(path) });

describe('an archive', () => {
  test("with a HAR beside the contents of its responses is read as the HAR (Playwright's recordHar)", () => {
    const capture = read({
      '0a1b.json': strToU8('{"log":1}'),
      'har.har': harOf('x'),
      'style.css': strToU8('a{}'),
    });
    expect(capture.requests.map(({ url }) => url)).toEqual(['https://a.test/x']);
    expect(capture.archive).toEqual({ read: ['har.har'], notRead: [], others: 2 });
    expect(capture.problems).toEqual([]);
  });

  test("that is Playwright's trace gives the requests of every browser context", () => {
    const capture = read({
      '0-trace.network': strToU8(snapshot('x')),
      '1-trace.network': strToU8(snapshot('y')),
      'trace.trace': strToU8('{"version":8,"type":"context-options","browserName":"firefox"}\n'),
      'resources/a.json': harOf('never'),
    });
    expect(capture.browser?.name).toBe('firefox');
    expect(capture.requests.map(({ url }) => url)).toEqual(['https://a.test/x', 'https://a.test/y']);
    expect(capture.problems).toEqual([]);
  });

  test("with wptagent's results gives those of the first view of the first run, and names the others", () => {
    const capture = read({
      '1_Cached_devtools.json.gz': gzipSync(cdpOf('cached')),
      '1_devtools.json.gz': gzipSync(cdpOf('first')),
      '1_netlog.txt.gz': readFixtureBytes('chromium/103.netlog.json.gz'),
      '10_devtools.json.gz': gzipSync(cdpOf('tenth')),
      '2_devtools.json.gz': gzipSync(cdpOf('second')),
      '1_console_log.json.gz': gzipSync(strToU8('[]')),
    });
    expect(capture.sources).toEqual(['cdp', 'netlog']);
    const urls = capture.requests.map(({ url }) => url);
    expect(urls).toContain('https://a.test/first');
    expect(capture.archive).toEqual({
      read: ['1_devtools.json.gz', '1_netlog.txt.gz'],
      notRead: ['1_Cached_devtools.json.gz', '2_devtools.json.gz', '10_devtools.json.gz'],
      others: 1,
    });
    expect(urls.filter((url) => /cached|second|tenth/.test(url))).toEqual([]);
    expect(capture.problems.map(({ message }) => message)).toEqual([
      'Of this archive, 1_devtools.json.gz, 1_netlog.txt.gz was read. Not read: 1_Cached_devtools.json.gz, 2_devtools.json.gz, 10_devtools.json.gz. Unpack the archive to open these.',
    ]);
  });

  test('without a capture says what is in it', () => {
    const { problems, sources } = read({ 'a.css': strToU8('a'), 'b.json': strToU8('{"b":1}') });
    expect(sources).toEqual([]);
    expect(problems).toEqual([
      { code: 'unknown-kind', message: 'x.zip is a zip archive without a capture: a.css, b.json.' },
    ]);
  });

  test('within an archive is not read', () => {
    const { problems, requests } = read({ 'inner.har': zipSync({ 'a.har': harOf('x') }) });
    expect(requests).toEqual([]);
    expect(problems[0]?.code).toBe('unknown-kind');
  });
});

describe('a malicious or broken archive', () => {
  const whole = zipSync({ 'a.har': harOf('x') });

  test.each([10, 40, whole.length - 1])('that is cut at %i is reported', (length) => {
    expect(readBytes(whole.subarray(0, length)).problems[0]?.code).toBe('broken-archive');
  });

  test('unpacks no more than it states', () => {
    const bomb = zipSync({ 'a.har': new Uint8Array(50_000_000).fill(0x20) });
    // The size in the list of files, 24 bytes into the entry: 10 instead of 50,000,000.
    const list = bomb.length - 22 - (46 + 'a.har'.length);
    new DataView(bomb.buffer, bomb.byteOffset).setUint32(list + 24, 10, true);
    expect(readBytes(bomb).requests).toEqual([]);
    new DataView(bomb.buffer, bomb.byteOffset).setUint32(list + 24, 0xf0000000, true);
    expect(readBytes(bomb).requests).toEqual([]);
  });

  test('with a gzip that unpacks to far more is not unpacked to its end', () => {
    const bomb = gzipSync(new Uint8Array(64 << 20).fill(0x20));
    let unpacked = 0;
    const packed = zipSync({ 'a.json.gz': bomb });
    unpack(packed, { name: 'a.json.gz', size: bomb.length }, (bytes) => {
      unpacked += bytes.length;
      return false;
    });
    expect(unpacked).toBeLessThan(32 << 20);
    expect(read({ 'a.json.gz': bomb, 'b.har': harOf('x') }).requests).toHaveLength(1);
  });

  test('with a file that states more than may be unpacked is refused', () => {
    expect(() => unpack(whole, { name: 'a.har', size: 2 ** 30 }, () => true)).toThrow('a.har is too large');
  });
});
