import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readAndReport } from '../testing/read-and-report.ts';
import { readPieces } from '../testing/read-text.ts';
import { smallInputs } from '../testing/small-inputs.ts';

type Path = readonly (string | number)[];

function pathsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const keys = Array.isArray(value) ? value.keys() : Object.keys(value);
  return [
    path,
    ...[...keys].flatMap((key) => pathsOf((value as Record<string, unknown>)[key], [...path, key])),
  ];
}

function withValue(root: unknown, [key, ...deeper]: Path, value: unknown): unknown {
  if (key === undefined) return value;
  const copy = (Array.isArray(root) ? [...root] : { ...(root as object) }) as Record<string, unknown>;
  copy[key] = withValue(copy[key], deeper, value);
  return copy;
}

function withStrings(value: unknown, change: (text: string) => string): unknown {
  return JSON.parse(JSON.stringify(value), (_, inner) => (typeof inner === 'string' ? change(inner) : inner));
}

const SCRIPT = '\u001b]0;x\u0007<img src=x onerror=alert(1)>"\'`</script>\u202e';

describe.each(smallInputs())('$name', ({ json, text, items }) => {
  const whole = readAndReport(text);
  const paths = pathsOf(json);
  const size = fc.integer({ min: 1, max: 5_000 });
  const options = { numRuns: 25 };

  test('unchanged has requests and no problems', () => {
    expect(whole.capture.requests.length).toBeGreaterThan(2);
    expect(whole.capture.problems).toEqual([]);
  });

  test('truncated anywhere reports a problem, and has only requests of the whole', () => {
    const urls = new Set(whole.capture.requests.map(({ url }) => url));
    const end = text.trimEnd().length - 1;
    fc.assert(
      fc.property(fc.integer({ min: 0, max: end }), size, (at, pieces) => {
        const { capture, report } = readAndReport(text.slice(0, at), pieces);
        expect(report.source.problems).not.toEqual([]);
        for (const { url } of capture.requests) expect(urls).toContain(url);
      }),
      options,
    );
  });

  test('with other characters anywhere is read as far as possible', () => {
    const junk = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('"', '\\', '}', ']', ',', '{[', '\n'),
    );
    const at = fc.nat({ max: text.length });
    fc.assert(
      fc.property(at, fc.nat({ max: 40 }), junk, size, (from, length, other, pieces) => {
        readAndReport(text.slice(0, from) + other + text.slice(from + length), pieces);
      }),
      options,
    );
  });

  test('with any JSON in place of any value is read as far as possible', () => {
    const hostile = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom<unknown>(
        -1,
        1e308,
        -1e308,
        2 ** 53,
        '',
        '\u0000',
        SCRIPT,
        '__proto__',
        [],
        {},
        null,
        true,
      ),
    );
    fc.assert(
      fc.property(fc.constantFrom(...paths), hostile, size, (path, value, pieces) => {
        readAndReport(JSON.stringify(withValue(json, path, value)), pieces);
      }),
      { numRuns: 60 },
    );
  });

  test('with an impossible number in the support data of a HAR keeps the report valid', () => {
    // Found by the property above: a stream number below 0 went through to the report.
    const streams = paths.filter((path) => path.at(-1) === 'stream' || path.at(-1) === 'port');
    for (const path of streams.slice(0, 20)) readAndReport(JSON.stringify(withValue(json, path, -1)));
  });

  test('with a script after or before every string keeps it as text', () => {
    for (const change of [(string: string) => string + SCRIPT, (string: string) => SCRIPT + string]) {
      const { report } = readAndReport(JSON.stringify(withStrings(json, change)));
      expect(report.source.problems.length + report.requests.length).toBeGreaterThan(0);
    }
  });

  test('of ten megabytes in one line is read completely', () => {
    const grown = JSON.parse(JSON.stringify(json));
    const list = items(grown);
    const filler = { [`_${'x'.repeat(1_000)}`]: '\\"]}'.repeat(250) };
    const many = Array.from({ length: 4_900 }, () => filler);
    list.splice(list.length >> 1, 0, ...many);
    const line = JSON.stringify(grown);
    expect(line.length).toBeGreaterThan(10_000_000);
    expect(line).not.toContain('\n');
    const { capture } = readPieces(line, 65_536);
    expect(capture.requests.map(({ url, status }) => ({ url, status }))).toEqual(
      whole.capture.requests.map(({ url, status }) => ({ url, status })),
    );
    expect(capture.problems.length).toBeLessThan(60);
  });
});
