import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CaptureBuilder } from '../../model/builder/builder.ts';
import type { Capture } from '../../model/capture.ts';
import { bytesOf, decode } from '../../testing/bytes.ts';
import { captureOf, readFixtureText } from '../../testing/fixtures.ts';
import { LOOKED_AT } from './dialect.ts';
import { HarEntryStream } from './entry-stream.ts';
import { createHarReader } from './har-reader.ts';
import { readHar } from './read-har.ts';

interface Har {
  readonly log: Readonly<Record<string, unknown>> & { readonly entries: Record<string, unknown>[] };
}

const FIXTURES = ['chromium/101.har.json.gz', 'dialects/firefox.har.gz', 'dialects/webpagetest.har.gz'];

function parsed(name: string): Har {
  return JSON.parse(readFixtureText(name));
}

/** More entries than are inspected to decide the dialect. */
function many(entries: readonly object[]): object[] {
  return Array.from({ length: LOOKED_AT + 50 }, (_, index) => ({ ...entries[index % entries.length] }));
}

/** How many requests were emitted before the end of the HAR, and the capture after it. */
function readInTwo(text: string) {
  const builder = new CaptureBuilder();
  const source = createHarReader((evidence) => builder.apply(evidence), { decode });
  source.push(bytesOf(text));
  const before = builder.snapshot().requests.length;
  source.end();
  return { before, capture: builder.snapshot() };
}

/** The capture of a HAR that is read as a parsed document. */
function whole(text: string): Capture {
  const builder = new CaptureBuilder();
  readHar(JSON.parse(text), (evidence) => builder.apply(evidence));
  return builder.snapshot();
}

/** A capture without the number of events that made it. */
function facts({ version: _version, ...capture }: Capture) {
  return capture;
}

describe('entries are emitted as they arrive', () => {
  test.each(FIXTURES)('for %s', (name) => {
    const { before, capture } = readInTwo(readFixtureText(name));
    const expected = whole(readFixtureText(name));
    expect(before).toBe(expected.requests.length);
    expect(facts(capture)).toEqual(facts(expected));
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
    ['from a Chrome that wrote ids to `connection`', { entries: many(byConnectionOnly) }],
    ['from another creator', { creator: { name: 'Playwright' }, browser, entries: many(withoutIds) }],
    [
      'with values that are not entries',
      { entries: [...noEntries, ...withPorts.slice(0, 9), ...many(byConnectionOnly)] },
    ],
    ['without a browser', { creator: { name: 'Fiddler' }, entries: many(byConnectionOnly) }],
    ['with its browser at the end', { entries: many(withoutIds), browser }],
    [
      'whose late entries are the first to name the browser',
      { entries: [...many(silent), ...many(withoutIds)] },
    ],
  ])('as soon as enough are inspected, for a HAR %s', (_case, members) => {
    const text = JSON.stringify({ log: { creator: chrome.log.creator, ...members } });
    const { before, capture } = readInTwo(text);
    const expected = whole(text);
    expect(before).toBe(expected.requests.length);
    expect(facts(capture)).toEqual(facts(expected));
  });

  const { pages, entries, ...rest } = webPageTest.log;
  const { creator: _creator, ...anybodys } = webPageTest.log;
  test.each([
    ['Chrome that wrote ids to `connection`', { ...chrome.log, entries: byConnectionOnly }],
    ['WebPageTest without pages', { ...rest, entries }],
    ['WebPageTest with its pages at the end', { ...rest, entries, pages }],
    ['a creator that is named at the end', { ...anybodys, creator: { name: 'Somebody else' } }],
  ])('but not where later ones can change what they mean: %s', (_case, log) => {
    const text = JSON.stringify({ log });
    const { before, capture } = readInTwo(text);
    expect(before).toBe(0);
    expect(facts(capture)).toEqual(facts(whole(text)));
  });
});

test('an entry is inspected a bounded number of times, however many follow it', () => {
  function readsOfFirst(entries: number): number {
    let reads = 0;
    const first = new Proxy(
      { request: { url: 'https://a.test/', method: 'GET' } },
      {
        get: (target, key, receiver) => {
          reads += 1;
          return Reflect.get(target, key, receiver);
        },
      },
    );
    const stream = new HarEntryStream(() => undefined);
    // A log without a creator: the dialect stays open until the end.
    for (let index = 0; index < entries; index += 1) stream.add(index === 0 ? first : {}, {});
    return reads;
  }
  expect(readsOfFirst(LOOKED_AT)).toBeGreaterThan(0);
  expect(readsOfFirst(20 * LOOKED_AT)).toBe(readsOfFirst(LOOKED_AT));
});

describe('pieces of any size and members in any order give the same capture as the whole', () => {
  /** A few entries without long bodies, so that 20 rounds are little work. */
  function sampleOf(name: string): Har['log'] {
    const { log } = parsed(name);
    const sample = { ...log, entries: log.entries.slice(0, 40) };
    return JSON.parse(JSON.stringify(sample), (_key, value) =>
      typeof value === 'string' && value.length > 10_000 ? '' : value,
    );
  }

  test.each(FIXTURES)('%s', (name) => {
    const log = sampleOf(name);
    const expected = facts(whole(JSON.stringify({ log })));
    const keys = Object.keys(log);
    const order = fc.shuffledSubarray(keys, { minLength: keys.length });
    fc.assert(
      fc.property(order, fc.integer({ min: 1, max: 300_000 }), (names, size) => {
        const shuffled = Object.fromEntries(names.map((key) => [key, log[key]]));
        const text = JSON.stringify({ log: shuffled });
        expect(facts(captureOf(createHarReader, text, size))).toEqual(expected);
      }),
      { numRuns: 20 },
    );
  });
});
