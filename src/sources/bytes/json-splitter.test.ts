import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytesOf, chunksOf, decode } from '../../testing/bytes.ts';
import { JsonSplitter, type Want } from './json-splitter.ts';

interface SplitOptions {
  readonly size?: number;
  readonly maxLength?: number;
}

/** Visits the members of `log`; reports the elements of `entries` and of a document that is an array. */
function wantOf(path: readonly string[]): Want {
  const key = path.at(-1);
  if (key === undefined || key === 'entries') return 'elements';
  if (key === 'log') return 'members';
  return key === 'skipped' ? 'skip' : 'value';
}

function split(text: string, { size = 1 << 20, maxLength = 1e9 }: SplitOptions = {}) {
  const elements: [string, number][] = [];
  const members: [string, string][] = [];
  const tooLong: number[] = [];
  const splitter = new JsonSplitter(
    {
      want: wantOf,
      member: (path, bytes, from, to) => members.push([path.join('/'), decode(bytes, from, to)]),
      element: (bytes, from, to, line) => elements.push([decode(bytes, from, to), line]),
      tooLong: (line) => tooLong.push(line),
    },
    { decode, maxLength },
  );
  for (const chunk of chunksOf(bytesOf(text), size)) splitter.push(chunk);
  const { complete, broken, foundArray, inElement } = splitter;
  return { elements, members, tooLong, complete, broken, foundArray, inElement };
}

const textsOf = ({ elements }: ReturnType<typeof split>) => elements.map(([text]) => text);

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
const pieces = fc.integer({ min: 1, max: 40 });

describe('a whole document', () => {
  test('gives the elements and members that a parser finds', () => {
    const documents = fc.record({ before: value, entries: fc.array(value), after: value });
    fc.assert(
      fc.property(documents, layout, pieces, (log, space, size) => {
        const text = JSON.stringify({ first: log.before, log, last: 1 }, null, space);
        const { members, complete, broken, foundArray, ...rest } = split(text, { size });
        expect({ complete, broken, foundArray }).toEqual({ complete: true, broken: null, foundArray: true });
        const plain = JSON.parse(text);
        expect(rest.elements.map(([element]) => JSON.parse(element))).toEqual(plain.log.entries);
        expect(members.map(([path, member]) => [path, JSON.parse(member)])).toEqual([
          ['first', plain.first],
          ['log/before', plain.log.before],
          ['log/after', plain.log.after],
          ['last', 1],
        ]);
      }),
    );
  });

  test('gives the elements of an array that is the document itself, in any layout and pieces', () => {
    fc.assert(
      fc.property(fc.array(value), layout, pieces, (list, space, size) => {
        const text = JSON.stringify(list, null, space);
        const read = split(text, { size });
        expect(textsOf(read).map((element) => JSON.parse(element))).toEqual(JSON.parse(text));
        expect(read.complete).toBe(true);
      }),
    );
  });

  test('reports members as they are written, and the line in which an element begins', () => {
    const text =
      '{"a": {"entries":[1,"]}"]},\n"entries":[ {"x":\n1} ,2,\n"three", [4]],"skipped":[{}],"b\\"":null}';
    for (const size of [1, 3, 1_000]) {
      expect(split(text, { size })).toMatchObject({
        elements: [
          ['{"x":\n1}', 2],
          ['2', 3],
          ['"three"', 4],
          ['[4]', 4],
        ],
        members: [
          ['a', '{"entries":[1,"]}"]}'],
          ['b"', 'null'],
        ],
        complete: true,
      });
    }
  });

  test.each([
    ['{"log":{"\\u0065ntries":[1]}}', ['1']],
    ['  {"entries":[1]}', ['1']],
    ['{"x":{"entries":[1]},"log":{"x":{"entries":[2]}},"y":["log",["entries",[3]]]}', []],
    ['{"x":"entries","log":{"a":"entries","entries":[{"entries":[1]}]}}', ['{"entries":[1]}']],
    ['[{"log":{"entries":[1]}}]', ['{"log":{"entries":[1]}}']],
    ['{"log":7,"entries":{}}', []],
  ])('%s has the elements %j', (text, expected) => {
    expect(textsOf(split(text))).toEqual(expected);
    expect(split(text).complete).toBe(true);
  });

  test('skips values that are too long, in one piece and in many', () => {
    const text = JSON.stringify({ entries: ['a', 'b'.repeat(50), 'c'], big: 'd'.repeat(50), e: 1 });
    for (const size of [7, 1_000]) {
      expect(split(text, { size, maxLength: 20 })).toMatchObject({
        elements: [
          ['"a"', 1],
          ['"c"', 1],
        ],
        members: [['e', '1']],
        tooLong: [1, 1],
        complete: true,
      });
    }
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

  test('gives every complete element and member', () => {
    const ends = [',2,', ',"x,y"]', '],"z"'].map((next) => text.indexOf(next) + 1);
    const closed = text.indexOf(',"entries"');
    for (let cut = 1; cut < text.length; cut += 1) {
      const { elements, members, complete, broken } = split(text.slice(0, cut));
      expect({ complete, broken }).toEqual({ complete: false, broken: null });
      // A string or bracket ends itself; a number needs what follows.
      const wholeElements = ends.filter((end, index) => (index === 1 ? end <= cut : end - 1 <= cut)).length;
      expect(elements.length, text.slice(0, cut)).toBe(wholeElements);
      if (cut > closed) {
        expect(members.slice(0, 2).map(([, member]) => JSON.parse(member))).toEqual(['1.2', log.creator]);
      }
    }
  });

  test('reports whether the cut is within an element', () => {
    expect(split('{"log":{"entries":[{"a":1').inElement).toBe(true);
    expect(split('{"log":{"entries":[{"a":1},').inElement).toBe(false);
    expect(split('{"log":{"a":{').inElement).toBe(false);
  });

  test.each(['', '{', '{"a"', '{"a":', '{"entries":[', '{"entries":[{"x":1}', '{"a":1', '[1,'])(
    'is known by %s',
    (cut) => {
      expect(split(cut)).toMatchObject({ complete: false, broken: null });
    },
  );
});

describe('a document that is broken', () => {
  test.each([
    ['{"log":{"entries":[1,2}]}', 22, ['1', '2']],
    ['{"log":]', 7, []],
    ['{"log":{"entries":[1]}} x', 24, ['1']],
    ['hello', 0, []],
    ['{]', 1, []],
    ['{1:2}', 1, []],
    ['{"a" 1}', 5, []],
    ['[}', 1, []],
    ['{"entries":[}]}', 12, []],
  ])('%s stops at byte %i with the elements before', (text, at, elements) => {
    for (const size of [1, 3, 100]) {
      const got = split(text, { size });
      expect(got.broken).toMatchObject({ at });
      expect(textsOf(got)).toEqual(elements);
    }
  });

  test('any text at all is read to its end, whatever the pieces', () => {
    const soup = fc.string({
      unit: fc.constantFrom(
        '{',
        '}',
        '[',
        ']',
        '"',
        '\\',
        ',',
        ':',
        'e',
        ' ',
        '\n',
        '"entries"',
        '"log"',
        'ü',
      ),
    });
    fc.assert(
      fc.property(soup, fc.integer({ min: 1, max: 7 }), (text, size) => {
        expect(split(text, { size })).toEqual(split(text));
      }),
      { numRuns: 2_000 },
    );
  });

  test('ten million escapes in one piece are skipped one by one', () => {
    const read = split(`{"log":{"entries":["${'\\\\'.repeat(5_000_000)}","x"]}}`, { size: 1e9 });
    expect(textsOf(read)[1]).toBe('"x"');
  });

  test('ten million brackets neither overflow the stack nor take too long', () => {
    const { complete, broken } = split('['.repeat(10_000_000));
    expect({ complete, broken }).toEqual({ complete: false, broken: null });
  });
});
