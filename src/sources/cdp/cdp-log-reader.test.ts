import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CaptureBuilder } from '../../model/builder/builder.ts';
import type { Capture } from '../../model/capture.ts';
import { bytesOf, decode } from '../../testing/bytes.ts';
import { captureOf, readFixtureText } from '../../testing/fixtures.ts';
import { createNetLogReader } from '../netlog/netlog-reader.ts';
import { readCertificate } from '../x509.ts';
import { createCdpLogReader } from './cdp-log-reader.ts';

interface Event {
  method?: string;
  params?: {
    requestId: string;
    request: { url: string; method: string };
    response: {
      status: number;
      protocol: string;
      connectionId: number;
      connectionReused: boolean;
      fromDiskCache: boolean;
    };
  };
}

const TEXT = readFixtureText('dialects/cdp.json.gz');
const EVENTS = JSON.parse(TEXT) as Event[];
const read = (text: string, size?: number): Capture => captureOf(createCdpLogReader, text, size);
const codes = ({ problems }: Capture) => problems.map(({ code }) => code);
const lines = EVENTS.map((event) => JSON.stringify(event)).join('\n');

describe('the log of WebPageTest', () => {
  const capture = read(TEXT);
  const of = (method: string) =>
    EVENTS.flatMap((event) => (event.method === method && event.params ? [event.params] : []));
  const responses = of('Network.responseReceived').map(({ response }) => response);
  const carried = responses.filter(({ fromDiskCache }) => !fromDiskCache);

  test('has the numbers of a plain count', () => {
    expect(capture.problems).toEqual([]);
    expect(capture.truncated).toBe(false);
    expect(capture.browser).toEqual({ name: 'Chrome', version: '146.0.0.0' });
    expect(capture.requests.map(({ url, method }) => `${method} ${url}`).sort()).toEqual(
      of('Network.requestWillBeSent')
        .map(({ request }) => `${request.method} ${request.url}`)
        .sort(),
    );
    const count = (values: unknown[]) => values.map(String).sort();
    expect(count(capture.requests.map(({ status }) => status))).toEqual(
      count(responses.map(({ status }) => status)),
    );
    expect(count(capture.requests.map(({ protocol }) => protocol))).toEqual(
      count(responses.map(({ protocol }) => protocol)),
    );
    expect(capture.requests.filter(({ fromCache }) => fromCache)).toHaveLength(
      responses.length - carried.length,
    );
  });

  test('has the connections of its responses, each opened once', () => {
    const ids = new Set(carried.map(({ connectionId }) => String(connectionId)));
    expect(capture.connections.map(({ id }) => id).sort()).toEqual([...ids].sort());
    const attempts = capture.requests.flatMap((request) => request.attempts);
    expect(attempts.map(({ connection }) => connection).sort()).toEqual(
      carried.map(({ connectionId }) => String(connectionId)).sort(),
    );
    expect(attempts.filter(({ reused }) => reused === false)).toHaveLength(
      carried.filter(({ connectionReused }) => !connectionReused).length,
    );
    expect(capture.connections.every(({ openedFor, certificate }) => openedFor && certificate)).toBe(true);
  });

  test('joins its NetLog request by request, on the same connections, opened for the same origins', () => {
    const builder = new CaptureBuilder();
    for (const [create, text] of [
      [createNetLogReader, readFixtureText('dialects/netlog-everything.json.gz')],
      [createCdpLogReader, TEXT],
    ] as const) {
      const reader = create((evidence) => builder.apply(evidence), { decode, readCertificate });
      reader.push(bytesOf(text));
      reader.end();
    }
    const joined = builder.snapshot();
    const both = joined.requests.filter(({ sources }) => sources.includes('cdp'));
    expect(both).toHaveLength(capture.requests.length);
    expect(both.every(({ sources }) => sources.includes('netlog'))).toBe(true);
    for (const { id, openedFor } of capture.connections) {
      const known = joined.connections.find((connection) => connection.id === id);
      expect(known, id).toMatchObject({
        openedFor,
        openedForCertainty: 'observed',
        sources: ['netlog', 'cdp'],
      });
    }
  });
});

describe('a log in another layout', () => {
  test.each([
    ['an event a line', `${lines}\n`],
    ['an event a line, without a last line feed', lines],
    ['a line for all', JSON.stringify(EVENTS)],
    ['indented', JSON.stringify(EVENTS, null, 2)],
  ])('(%s) says the same, whatever the pieces', (_layout, text) => {
    const capture = read(text);
    expect(capture.problems).toEqual([]);
    expect(capture.requests).toEqual(read(TEXT).requests);
    expect(read(text, 777)).toEqual(capture);
  });
});

describe('a log that is cut or broken', () => {
  test.each([
    ['an array', TEXT],
    ['lines', lines],
  ])('(%s) anywhere keeps the events before, and says so', (_layout, text) => {
    for (let cut = 20_000; cut < text.length - 3; cut += 9_973) {
      // A cut right after a line leaves a whole log.
      if (text[cut] === '\n') continue;
      const capture = read(text.slice(0, cut));
      expect(capture.truncated, `cut at ${cut}`).toBe(true);
      expect(codes(capture).at(-1)).toBe('truncated');
      expect(capture.requests.length).toBeGreaterThan(0);
    }
  });

  test('in one line loses that line', () => {
    const broken = lines.replace('{"method":"Network.policyUpdated"', '{"method":"Network.poli');
    const capture = read(broken);
    expect(capture.requests).toHaveLength(read(TEXT).requests.length);
    expect(capture.problems[0]).toMatchObject({ code: 'bad-event', line: expect.any(Number) });
    expect(capture.truncated).toBe(false);
  });

  test.each(['', '[]', '[{}]', '{}', '[1,2]', 'x'])('%j has no events', (text) => {
    expect(codes(read(text))).toContain('not-cdp');
    expect(read(text).sources).toEqual([]);
  });

  test('a million lines that are not events are counted, and do not give a million problems', () => {
    const capture = read(`{}\n${'x\n'.repeat(1_000_000)}`);
    expect(capture.problems.length).toBeLessThan(55);
  });
});

test('any JSON in place of any field is read without an exception', () => {
  const events = EVENTS.filter(({ method }) => method?.startsWith('Network.')).slice(0, 40);
  function pathsOf(value: unknown, path: string[] = []): string[][] {
    if (typeof value !== 'object' || value === null) return [path];
    return [path, ...Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, [...path, key]))];
  }
  function withValue(root: unknown, [key, ...deeper]: string[], value: unknown): unknown {
    if (key === undefined) return value;
    if (Array.isArray(root))
      return root.map((item, i) => (String(i) === key ? withValue(item, deeper, value) : item));
    return { ...(root as object), [key]: withValue((root as Record<string, unknown>)[key], deeper, value) };
  }
  const value = fc.oneof(fc.jsonValue(), fc.constantFrom(-1, 1e308, -1e308, '', [], {}, null, true));
  fc.assert(
    fc.property(fc.constantFrom(...pathsOf(events)), value, (path, replacement) => {
      const { requests } = read(JSON.stringify(withValue(events, path, replacement)));
      // A number that is not finite would become null.
      expect(JSON.parse(JSON.stringify(requests))).toEqual(requests);
    }),
    { numRuns: 500 },
  );
});
