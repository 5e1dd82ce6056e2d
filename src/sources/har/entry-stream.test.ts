import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CaptureBuilder } from '../../model/builder/builder.ts';
import type { Capture } from '../../model/capture.ts';
import { bytesOf, decode } from '../../testing/bytes.ts';
import { captureOf, readFixtureText } from '../../testing/fixtures.ts';
import { LOOKED_AT } from './dialect.ts';
import { createHarReader } from './har-reader.ts';
import { readHar } from './read-har.ts';

interface Har {
  readonly log: Readonly<Record<string, unknown>> & { readonly entries: Record<string, unknown>[] };
}

const FIXTURES = ['chromium/101.har.json.gz', 'dialects/firefox.har.gz', 'dialects/webpagetest.har.gz'];

function parsed(name: string): Har {
  return JSON.parse(readFixtureText(name));
}

/** More than are looked at until they are told. */
function many(entries: readonly object[]): object[] {
  return Array.from({ length: LOOKED_AT + 50 }, (_, index) => ({ ...entries[index % entries.length] }));
}

/** What was told before and after the HAR's last byte. */
function readInTwo(text: string) {
  const builder = new CaptureBuilder();
  const source = createHarReader((evidence) => builder.apply(evidence), { decode });
  source.push(bytesOf(text));
  const before = builder.snapshot().requests.length;
  source.end();
  return { before, capture: builder.snapshot() };
}

/** The same as when all of it is looked at. */
function whole(text: string): Capture {
  const builder = new CaptureBuilder();
  readHar(JSON.parse(text), (evidence) => builder.apply(evidence));
  return builder.snapshot();
}

/** A capture but for how many events made it. */
function said({ version: _version, ...capture }: Capture) {
  return capture;
}

describe('entries are told as they come', () => {
  test.each(FIXTURES)('of %s', (name) => {
    const { before, capture } = readInTwo(readFixtureText(name));
    const expected = whole(readFixtureText(name));
    expect(before).toBe(expected.requests.length);
    expect(said(capture)).toEqual(said(expected));
  });

  const chrome = parsed(FIXTURES[0] ?? '');
  const webPageTest = parsed(FIXTURES[2] ?? '');
  const withPorts = chrome.log.entries.map(({ _connectionId: _id, ...entry }) => entry);
  const withoutIds = withPorts.map(({ connection: _port, ...entry }) => entry);
  const byConnectionOnly = chrome.log.entries.map(({ _connectionId: id, ...entry }) => ({
    ...entry,
    connection: id,
  }));
  const silent = withoutIds.map((entry) => ({
    ...entry,
    request: { url: 'https://a.test/', method: 'GET' },
  }));
  const noEntries: unknown[] = Array(LOOKED_AT - 9).fill(5);
  const browser = { name: 'Browser', version: '5' };

  test.each([
    ['of a Chrome that named connections by `connection`', { entries: many(byConnectionOnly) }],
    ['of nobody known', { creator: { name: 'Playwright' }, browser, entries: many(withoutIds) }],
    [
      'with what is no entry',
      { entries: [...noEntries, ...withPorts.slice(0, 9), ...many(byConnectionOnly)] },
    ],
    ['without a browser', { creator: { name: 'Fiddler' }, entries: many(byConnectionOnly) }],
    ['whose browser stands at the end', { entries: many(withoutIds), browser }],
    ['whose browser shows late', { entries: [...many(silent), ...many(withoutIds)] }],
  ])('when enough are looked at, of a HAR %s', (_case, members) => {
    const text = JSON.stringify({ log: { creator: chrome.log.creator, ...members } });
    const { before, capture } = readInTwo(text);
    const expected = whole(text);
    expect(before).toBe(expected.requests.length);
    expect(said(capture)).toEqual(said(expected));
  });

  const { pages, entries, ...rest } = webPageTest.log;
  const { creator: _creator, ...anybodys } = webPageTest.log;
  test.each([
    ['of a Chrome that named them by `connection`', { ...chrome.log, entries: byConnectionOnly }],
    ['of WebPageTest without pages', { ...rest, entries }],
    ['of WebPageTest with its pages at the end', { ...rest, entries, pages }],
    ['of who is told at the end', { ...anybodys, creator: { name: 'Somebody else' } }],
  ])('but not where a later one can change what they mean: %s', (_case, log) => {
    const text = JSON.stringify({ log });
    const { before, capture } = readInTwo(text);
    expect(before).toBe(0);
    expect(said(capture)).toEqual(said(whole(text)));
  });
});

describe('pieces of any size and members in any order say the same as the whole', () => {
  /** Its long bodies are left out, so that there is time for many rounds. */
  const withoutBodies = (_key: string, value: unknown) =>
    typeof value === 'string' && value.length > 10_000 ? '' : value;

  test.each(FIXTURES)('%s', (name) => {
    const { log }: Har = JSON.parse(JSON.stringify(parsed(name)), withoutBodies);
    const expected = said(whole(JSON.stringify({ log })));
    const keys = Object.keys(log);
    const order = fc.shuffledSubarray(keys, { minLength: keys.length });
    fc.assert(
      fc.property(order, fc.integer({ min: 1, max: 300_000 }), (names, size) => {
        const shuffled = Object.fromEntries(names.map((key) => [key, log[key]]));
        const text = JSON.stringify({ log: shuffled });
        expect(said(captureOf(createHarReader, text, size))).toEqual(expected);
      }),
      { numRuns: 20 },
    );
  });
});
