import { describe, expect, test } from 'vitest';
import { wrap } from './layout.ts';

describe('wrapped text', () => {
  test('is broken between words, with as many words per line as fit', () => {
    expect(wrap('one two three', 7)).toEqual(['one two', 'three']);
    expect(wrap('one two three', 13)).toEqual(['one two three']);
    expect(wrap('one two three', 6)).toEqual(['one', 'two', 'three']);
  });

  test('is broken within a word that is longer than a line, and continues after it', () => {
    expect(wrap('a abcdefgh b', 5)).toEqual(['a', 'abcde', 'fgh b']);
  });

  test('has no spaces at the start of a line, and keeps those between words', () => {
    expect(wrap(' a  b', 5)).toEqual(['a  b']);
    expect(wrap('aaa   bbb', 3)).toEqual(['aaa', 'bbb']);
    expect(wrap('', 3)).toEqual(['']);
    expect(wrap('   ', 3)).toEqual(['']);
  });

  test('keeps all characters of a long text without spaces', () => {
    const long = 'x'.repeat(1_000_000);
    const lines = wrap(long, 80);
    expect(lines.join('')).toBe(long);
    expect(lines.every((line) => line.length <= 80)).toBe(true);
  });
});
