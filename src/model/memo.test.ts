import { expect, it } from 'vitest';
import { Memo, type MemoOptions } from './memo.ts';

function counted(options: MemoOptions) {
  const made: string[] = [];
  const memo = new Memo((key) => {
    made.push(key);
    return { key };
  }, options);
  return { memo, made };
}

it('makes a value once, however often it is asked for', () => {
  const { memo, made } = counted({ capacity: 2 });
  expect(memo.get('a')).toBe(memo.get('a'));
  expect(memo.get('b')).toEqual({ key: 'b' });
  expect(made).toEqual(['a', 'b']);
});

it('keeps what is asked for again, and forgets what is not', () => {
  const { memo, made } = counted({ capacity: 2 });
  for (const key of ['a', 'b', 'a', 'c', 'a', 'd', 'a', 'e', 'a', 'b']) memo.get(key);
  expect(made).toEqual(['a', 'b', 'c', 'd', 'e', 'b']);
});

it('does not keep long keys', () => {
  const { memo, made } = counted({ longest: 3 });
  for (const key of ['ab', 'ab', 'abc', 'abc']) memo.get(key);
  expect(made).toEqual(['ab', 'abc', 'abc']);
});
