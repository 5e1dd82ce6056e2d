import { expect, it } from 'vitest';
import { Recent } from './recent.ts';

function counted(capacity: number) {
  const made: string[] = [];
  const recent = new Recent((key) => {
    made.push(key);
    return { key };
  }, capacity);
  return { recent, made };
}

it('makes a value once, however often it is asked for', () => {
  const { recent, made } = counted(2);
  expect(recent.get('a')).toBe(recent.get('a'));
  expect(recent.get('b')).toEqual({ key: 'b' });
  expect(made).toEqual(['a', 'b']);
});

it('keeps what is asked for again, and forgets what is not', () => {
  const { recent, made } = counted(2);
  for (const key of ['a', 'b', 'a', 'c', 'a', 'd', 'a', 'e', 'a', 'b']) recent.get(key);
  expect(made).toEqual(['a', 'b', 'c', 'd', 'e', 'b']);
});
