import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chunksOf } from '../testing/fixtures.ts';
import { JsonSplitter, type SplitEnd } from './json-splitter.ts';

const HAR_PATHS = [['log', 'entries'], ['entries']];

interface Split extends SplitEnd {
  readonly elements: string[];
}

function split(text: string, paths: readonly (readonly string[])[] = HAR_PATHS, size = 1 << 20): Split {
  const elements: string[] = [];
  const splitter = new JsonSplitter(paths, (element) => elements.push(element));
  for (const chunk of chunksOf(text, size)) splitter.push(chunk);
  return { ...splitter.end(), elements };
}

/** Any JSON value, with the strings that trouble a scanner. */
const json = fc.jsonValue({ maxDepth: 4 }).map((value) => value as unknown);
const trouble = fc.constantFrom(
  '"',
  '\\',
  '\\"',
  '[',
  ']}',
  '"entries":[',
  '\n',
  '\u2028',
  '</script>',
  '😀',
);
const value = fc.oneof(json, trouble, fc.record({ entries: fc.array(trouble), text: trouble }));
const layout = fc.constantFrom(undefined, 2, '\t');

describe('a whole document', () => {
  test('gives the elements and the rest that the parser sees', () => {
    const documents = fc.record(
      { before: value, entries: fc.array(value), after: value },
      { noNullPrototype: true },
    );
    fc.assert(
      fc.property(documents, layout, fc.integer({ min: 1, max: 40 }), (log, space, size) => {
        const { elements, rest, complete, broken, found } = split(
          JSON.stringify({ first: log.before, log, last: 1 }, null, space),
          HAR_PATHS,
          size,
        );
        expect({ complete, broken, found }).toEqual({ complete: true, broken: null, found: true });
        expect(elements.map((element) => JSON.parse(element))).toEqual(
          JSON.parse(JSON.stringify(log.entries)),
        );
        expect(JSON.parse(rest)).toEqual(
          JSON.parse(JSON.stringify({ first: log.before, log: { ...log, entries: [] }, last: 1 })),
        );
      }),
    );
  });

  test('finds an array that is the document itself', () => {
    const { elements, complete } = split('[{},\n{"a":[1,2]} , "x" ]', [[]]);
    expect(elements.map((element) => element.trim())).toEqual(['{}', '{"a":[1,2]}', '"x"']);
    expect(complete).toBe(true);
  });

  test.each([
    ['{"log":{"\\u0065ntries":[1]}}', ['1']],
    ['\ufeff  {"entries":[1]}', ['1']],
    ['{"x":{"entries":[1]},"log":{"x":{"entries":[2]}},"y":["log",["entries",[3]]]}', []],
    ['{"x":"entries","log":{"a":"entries","entries":[{"entries":[1]}]}}', ['{"entries":[1]}']],
    ['[{"log":{"entries":[1]}}]', []],
  ])('%s has the elements %j', (text, expected) => {
    expect(split(text).elements).toEqual(expected);
  });
});

describe('a document that is cut anywhere', () => {
  const log = {
    version: '1.2',
    creator: { name: 'a"]}\\' },
    entries: [{ a: ['"', '\\'] }, 2, 'x,y'],
    z: [{}],
  };
  const text = JSON.stringify({ log });

  test('gives every complete element, and a rest that parses', () => {
    const begin = text.indexOf('"entries":[') + '"entries":['.length;
    const ends = [',2,', ',"x,y"]', '],"z"'].map((next) => text.indexOf(next) + 1);
    for (let cut = 1; cut < text.length; cut += 1) {
      const { elements, rest, complete, broken } = split(text.slice(0, cut));
      expect({ complete, broken }).toEqual({ complete: false, broken: null });
      expect(elements, text.slice(0, cut)).toHaveLength(ends.filter((end) => end <= cut).length);
      const kept = rest === '' ? {} : (JSON.parse(rest) as { log?: object });
      if (cut >= begin) expect(kept.log).toMatchObject({ version: '1.2', creator: log.creator, entries: [] });
    }
  });

  test('tells whether the cut is in an element', () => {
    expect(split('{"log":{"entries":[{"a":1').partialElement).toBe(true);
    expect(split('{"log":{"entries":[{"a":1},').partialElement).toBe(false);
  });
});

describe('a document that is broken', () => {
  test.each([
    ['{"log":{"entries":[1,2}]}', 22, ['1']],
    ['{"log":]', 7, []],
    ['{"log":{"entries":[1]}} x', 24, ['1']],
    ['hello', 0, []],
  ])('%s stops at %i with the elements before', (text, at, elements) => {
    for (const size of [1, 3, 100]) {
      const got = split(text, HAR_PATHS, size);
      expect(got.broken).toMatchObject({ at });
      expect(got.elements).toEqual(elements);
    }
  });

  test('any text at all is read to its end, whatever the pieces', () => {
    const soup = fc.string({
      unit: fc.constantFrom('{', '}', '[', ']', '"', '\\', ',', ':', 'e', ' ', '"entries"', '"log"'),
    });
    fc.assert(
      fc.property(soup, fc.integer({ min: 1, max: 7 }), (text, size) => {
        expect(split(text, HAR_PATHS, size)).toEqual(split(text));
      }),
      { numRuns: 500 },
    );
  });

  test('ten million escapes in one piece are passed over one by one', () => {
    expect(split(`{"log":{"entries":["${'\\\\'.repeat(5_000_000)}","x"]}}`, HAR_PATHS, 1e9).elements[1]).toBe(
      '"x"',
    );
  });

  test('ten million brackets neither overflow nor take for ever', () => {
    const { complete, broken } = split('['.repeat(10_000_000));
    expect({ complete, broken }).toEqual({ complete: false, broken: null });
  });
});
