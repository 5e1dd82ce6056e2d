import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CaptureBuilder } from '../../model/builder/builder.ts';
import type { Capture } from '../../model/capture.ts';
import { captureOf, readFixtureText } from '../../testing/fixtures.ts';
import { createHarReader } from './har-reader.ts';
import { readHar } from './read-har.ts';

const read = (text: string): Capture => captureOf(createHarReader, text);
const codes = ({ problems }: Capture) => problems.map(({ code }) => code);

const RUN = readFixtureText('chromium/101.har.json.gz');
type Har = { log: { entries: Record<string, unknown>[] } };
const parsed = JSON.parse(RUN) as Har;

describe('a truncated HAR', () => {
  test('keeps the complete entries and reports that it is truncated, wherever it ends', () => {
    const whole = read(RUN);
    const starts = parsed.log.entries.map(({ request }) => RUN.indexOf((request as { url: string }).url));
    for (let cut = RUN.indexOf('[', RUN.indexOf('"entries"')) + 1; cut < RUN.length - 1; cut += 997) {
      const capture = read(RUN.slice(0, cut));
      const started = starts.filter((start) => start < cut).length;
      expect(capture.requests.length, `cut at ${cut}`).toBeGreaterThanOrEqual(started - 1);
      expect(capture.requests).toEqual(whole.requests.slice(0, capture.requests.length));
      expect(capture.truncated).toBe(true);
      expect(codes(capture).at(-1)).toBe('truncated');
    }
  });

  test('keeps the log itself, and reports where it ends', () => {
    const capture = read(RUN.slice(0, RUN.length * 0.6));
    expect(capture.harLog).toMatchObject({ version: '1.2', creator: { name: 'WebInspector' } });
    expect(capture.browser).toEqual({ name: 'Chrome', version: '156.0.0.0' });
    const count = capture.requests.length;
    expect(capture.problems.at(-1)?.message).toBe(
      `The HAR ends in the middle of entry ${count}. The ${count} complete entries before that were read.`,
    );
  });

  test('that ends between two entries does not report an incomplete entry', () => {
    const entry = JSON.stringify(parsed.log.entries[0]);
    expect(read(`{"log":{"entries":[${entry},`).problems).toEqual([
      {
        code: 'truncated',
        message: 'The HAR ends before it is closed. The 1 complete entries before that were read.',
      },
    ]);
  });
});

test('a HAR that is truncated before its entries is not a HAR, and is reported as truncated', () => {
  const capture = read(RUN.slice(0, 60));
  expect(codes(capture)).toEqual(['not-har', 'truncated']);
  expect(capture.sources).toEqual([]);
});

describe('a broken HAR', () => {
  test('that is broken in one entry loses only that entry', () => {
    const entry = JSON.stringify(parsed.log.entries[0]);
    const capture = read(`{"log":{"entries":[${entry},{"request":oops},${entry}]}}`);
    expect(capture.requests).toHaveLength(2);
    expect(capture.problems).toEqual([{ code: 'bad-entry', message: 'HAR entry 1 is not readable.' }]);
    expect(capture.truncated).toBe(false);
  });

  test('with a wrong bracket keeps the entries before it', () => {
    const entry = JSON.stringify(parsed.log.entries[0]);
    const capture = read(`{"log":{"entries":[${entry},${entry}}]}`);
    expect(capture.requests).toHaveLength(2);
    expect(codes(capture)).toEqual(['broken-json']);
    expect(capture.truncated).toBe(true);
  });

  test('with text after its end is complete', () => {
    const capture = read(`${RUN}\nstray`);
    expect(capture.requests).toHaveLength(parsed.log.entries.length);
    expect(codes(capture)).toEqual(['broken-json']);
    expect(capture.truncated).toBe(false);
  });

  test.each(['{}', '{"log":{}}', '{"log":{"entries":{}}}', '[]', '"x"', '', 'null'])(
    '%s is not a HAR',
    (text) => {
      const capture = read(text);
      expect(codes(capture)).toContain('not-har');
      expect(capture.sources).toEqual([]);
    },
  );
});

test('an annotated HAR is read like the original, and its annotations are not evidence', () => {
  const annotated = parsed.log.entries.map((entry, index) => ({
    ...entry,
    ...{ connection: entry._connectionId, comment: 'Coalesced.' },
    _coalescope: {
      request: `r${index + 1}`,
      attempts: [{ connection: '99', status: 421 }],
      restore: [
        { op: 'replace', path: '/connection', value: entry.connection },
        { op: 'remove', path: '/comment' },
      ],
    },
  }));
  const made = {
    request: { url: 'https://a.test/', method: 'GET' },
    _coalescope: { request: 'r99', restore: [], synthesised: true },
  };
  const _coalescope = { format: 'coalescope-har', version: 1, restore: [] };
  const log = { ...parsed.log, _coalescope, entries: [...annotated, made] };
  expect(read(JSON.stringify({ log }))).toEqual(read(RUN));
});

test('a million empty entries are counted, but give one problem', () => {
  const capture = read(`{"log":{"entries":[${'{},'.repeat(999_999)}{}]}}`);
  expect(capture.requests).toEqual([]);
  expect(capture.problems.map(({ message }) => message)).toEqual([
    'HAR entry 0 has no request URL. This is the first of 1000000 such problems.',
  ]);
});

test('thirty thousand requests for one URL are read as fast as for many', () => {
  const entry = JSON.stringify({
    request: { url: 'https://a.test/', method: 'GET' },
    startedDateTime: '2026-11-22T16:14:41.279Z',
  });
  const capture = read(`{"log":{"entries":[${`${entry},`.repeat(29_999)}${entry}]}}`);
  expect(capture.requests).toHaveLength(30_000);
});

test('a body of ten million characters in one line is skipped', () => {
  const entry = JSON.stringify({ ...parsed.log.entries[0], _body: '\\"[{'.repeat(2_500_000) });
  expect(read(`{"log":{"entries":[${entry}]}}`).requests).toHaveLength(1);
});

test('script in strings stays a string', () => {
  const url = 'https://a.test/<img src=x onerror=alert(1)>';
  const entry = { request: { url, method: '<b>' }, startedDateTime: '2026-11-22T16:14:41.279Z' };
  expect(read(JSON.stringify({ log: { entries: [entry] } })).requests[0]).toMatchObject({
    url,
    method: '<b>',
  });
});

describe('any JSON in place of any field', () => {
  /** Every path into the first entry and the log around it. */
  function pathsOf(value: unknown, path: string[] = []): string[][] {
    if (typeof value !== 'object' || value === null) return [path];
    return [path, ...Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, [...path, key]))];
  }

  function withValue(root: unknown, path: readonly string[], value: unknown): unknown {
    const [key, ...deeper] = path;
    if (key === undefined) return value;
    if (Array.isArray(root))
      return root.map((item, i) => (String(i) === key ? withValue(item, deeper, value) : item));
    return { ...(root as object), [key]: withValue((root as Record<string, unknown>)[key], deeper, value) };
  }

  const small = { log: { ...parsed.log, entries: parsed.log.entries.slice(0, 2) } };
  const paths = pathsOf(small);

  test('is read without an exception, and the other entry is kept', () => {
    const value = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom(-1, 1e308, -1e308, '', '\u0000', [], {}, null, true),
    );
    fc.assert(
      fc.property(fc.constantFrom(...paths), value, (path, replacement) => {
        const hostile = withValue(small, path, replacement);
        const builder = new CaptureBuilder();
        readHar(hostile, (evidence) => builder.apply(evidence));
        const capture = builder.snapshot();
        if (path[1] === 'entries' && path[2] === '0') {
          expect(capture.requests.at(-1)?.url).toBe('https://h5.beta.test:9101/r1');
        }
        for (const request of capture.requests) {
          expect(request.startedAt === null || Number.isFinite(request.startedAt)).toBe(true);
          expect(typeof request.url).toBe('string');
          // A number that is not finite would become null in a report, and could not be drawn.
          expect(JSON.parse(JSON.stringify(request))).toEqual({ ...request, har: expect.anything() });
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
