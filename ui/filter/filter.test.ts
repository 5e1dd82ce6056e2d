import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyCompletion, completionsOf } from './complete.ts';
import { parseFilter } from './parse.ts';

const parsed = (text: string) => parseFilter(text).terms;
const problems = (text: string) => parseFilter(text).problems;

describe('parseFilter', () => {
  test('reads keys, lists, negation and free text', () => {
    expect(parsed('status:200,4xx -is:hidden host:Auth /login')).toEqual([
      { negated: false, key: 'status', values: ['200', '4xx'] },
      { negated: true, key: 'is', values: ['hidden'] },
      { negated: false, key: 'host', values: ['auth'] },
      { negated: false, key: null, values: ['/login'] },
    ]);
  });

  test('quotes keep spaces, commas and colons together', () => {
    expect(parsed('connection:"a, b" "is:not a key" -"x y"')).toEqual([
      { negated: false, key: 'connection', values: ['a, b'] },
      { negated: false, key: null, values: ['is:not a key'] },
      { negated: true, key: null, values: ['x y'] },
    ]);
  });

  test('a URL or an address is text, not an unknown key', () => {
    expect(parsed('https://a.test/x?y=z')).toEqual([
      { negated: false, key: null, values: ['https://a.test/x?y=z'] },
    ]);
    expect(parsed('localhost:8443')).toEqual([{ negated: false, key: null, values: ['localhost:8443'] }]);
  });

  test('an unknown key or value is reported and ignored', () => {
    expect(parsed('colour:red a')).toHaveLength(1);
    expect(problems('colour:red')[0]).toContain('“colour:” is not a filter');
    expect(problems('is:wrong')[0]).toContain('“is:wrong” is not understood');
    expect(problems('status:42x')).toHaveLength(1);
    expect(problems('status:none status:421 STATUS:4XX')).toEqual([]);
  });

  test('unfinished words have no effect yet', () => {
    expect(parseFilter('status: - -host: "')).toEqual({ terms: [], problems: [] });
  });

  test('never throws, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const { terms } = parseFilter(text);
        expect(terms.every(({ values }) => values.length > 0)).toBe(true);
      }),
    );
  });

  test('text in quotes is taken literally', () => {
    const value = fc.string({ minLength: 1 }).filter((text) => !text.includes('"') && text.trim() !== '');
    fc.assert(
      fc.property(value, (text) => {
        expect(parsed(`host:"${text}"`)).toEqual([
          { negated: false, key: 'host', values: [text.toLowerCase()] },
        ]);
      }),
    );
  });
});

describe('completion', () => {
  const known = { hosts: ['auth.shop.test', 'www.shop.test'], methods: ['GET', 'POST'] };
  const words = (text: string) => completionsOf(text, known).map(({ word }) => word);

  test('keys, then their values', () => {
    expect(words('h')).toEqual(['host:']);
    expect(words('a -is:h')).toEqual(['-is:hidden']);
    expect(words('host:w')).toEqual(['host:www.shop.test']);
    expect(words('method:p')).toEqual(['method:post']);
    expect(words('')).toEqual([]);
    expect(words('is:hidden')).toEqual([]);
  });

  test('only the last word is replaced', () => {
    expect(applyCompletion('GET ho', { word: 'host:', hint: '' })).toBe('GET host:');
    expect(applyCompletion('GET is:h', { word: 'is:hidden', hint: '' })).toBe('GET is:hidden ');
  });
});
