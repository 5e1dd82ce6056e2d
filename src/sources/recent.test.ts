import { expect, it } from 'vitest';
import { Recent } from './recent.ts';

function counted(capacity: number) {
  const made: string[] = [];
  const recent = new Recent<{ readonly key: string }>(capacity);
  const get = (asked: string) =>
    recent.get(asked, (key) => {
      made.push(key);
      return { key };
    });
  return { get, made };
}

it('makes a value once, however often it is asked for', () => {
  const { get, made } = counted(2);
  expect(get('a')).toBe(get('a'));
  expect(get('b')).toEqual({ key: 'b' });
  expect(made).toEqual(['a', 'b']);
});

it('keeps what is asked for again, and forgets what is not', () => {
  const { get, made } = counted(2);
  for (const key of ['a', 'b', 'a', 'c', 'a', 'd', 'a', 'e', 'a', 'b']) get(key);
  expect(made).toEqual(['a', 'b', 'c', 'd', 'e', 'b']);
});
