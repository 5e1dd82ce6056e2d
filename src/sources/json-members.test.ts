import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chunksOf } from '../testing/fixtures.ts';
import { JsonMembers } from './json-members.ts';

/** Reads `list` by element, `skipped` not at all, and everything else whole. */
function membersOf(text: string, size = 1_000_000, maxLength = 1_000) {
  const told: [string | null, string, number][] = [];
  const tooLong: (string | null)[] = [];
  const members = new JsonMembers(
    {
      want: (key) => (key === null || key === 'list' ? 'elements' : key === 'skipped' ? 'skip' : 'value'),
      value: (...args) => told.push(args),
      tooLong: (key) => tooLong.push(key),
    },
    maxLength,
  );
  for (const chunk of chunksOf(text, size)) members.push(chunk);
  return { told, tooLong, complete: members.complete, broken: members.broken };
}

describe('JsonMembers', () => {
  it('tells members whole and chosen arrays by their elements, with line numbers', () => {
    const text =
      '{"a": {"list":[1,"]}"]},\n"list":[ {"x":\n1} ,2,\n"three", [4]],"skipped":[{}],"b\\"":null}';
    for (const size of [1, 3, 1_000]) {
      expect(membersOf(text, size)).toEqual({
        told: [
          ['a', '{"list":[1,"]}"]}', 1],
          ['list', '{"x":\n1}', 2],
          ['list', '2', 3],
          ['list', '"three"', 4],
          ['list', '[4]', 4],
          ['b\\"', 'null', 4],
        ],
        tooLong: [],
        complete: true,
        broken: false,
      });
    }
  });

  it('gives back the elements of any array, in any layout and any pieces', () => {
    fc.assert(
      fc.property(
        fc.array(fc.jsonValue()),
        fc.constantFrom(undefined, 1, '\t'),
        fc.integer({ min: 1, max: 20 }),
        (list, indent, size) => {
          const plain = JSON.parse(JSON.stringify(list));
          for (const document of [plain, { list: plain, after: 1 }]) {
            const { told, complete } = membersOf(JSON.stringify(document, null, indent), size, 1e6);
            const elements = told.filter(([key]) => key !== 'after').map(([, text]) => JSON.parse(text));
            expect(elements).toEqual(plain);
            expect(complete).toBe(true);
          }
        },
      ),
    );
  });

  it('passes over what is too long', () => {
    const text = JSON.stringify({ list: ['a', 'b'.repeat(50), 'c'], big: 'd'.repeat(50), e: 1 });
    expect(membersOf(text, 7, 20)).toMatchObject({
      told: [
        ['list', '"a"', 1],
        ['list', '"c"', 1],
        ['e', '1', 1],
      ],
      tooLong: ['list', 'big'],
      complete: true,
    });
  });

  it.each(['', '{', '{"a"', '{"a":', '{"list":[', '{"list":[{"x":1}', '{"a":1', '[1,'])(
    'knows that %s is cut',
    (text) => {
      expect(membersOf(text)).toMatchObject({ complete: false, broken: false });
    },
  );

  it.each(['x', '1', '{]', '{1:2}', '{"a" 1}', '[}', '{"list":[}]}'])(
    'knows that %s is no document',
    (text) => {
      expect(membersOf(text)).toMatchObject({ complete: false, broken: true });
    },
  );

  it('never throws on any text', () => {
    const unit = fc.constantFrom('{', '}', '[', ']', '"', '\\', ',', ':', 'list', '1', '\n', ' ');
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 60 }), fc.integer({ min: 1, max: 5 }), (units, size) => {
        expect(typeof membersOf(units.join(''), size).complete).toBe('boolean');
      }),
      { numRuns: 2_000 },
    );
  });
});
