import { expect, test } from 'vitest';
import { type Sort, sortRows, toggleSort } from './sort.ts';

const rows = [
  { id: 'a', n: 2, s: '10' },
  { id: 'b', n: null, s: '9' },
  { id: 'c', n: 1, s: null },
  { id: 'd', n: 2, s: '9' },
];
type Key = 'n' | 's';
const order = (sort: Sort<Key>) =>
  sortRows(rows, sort, (row, key) => row[key])
    .map(({ id }) => id)
    .join('');

test('sorts numbers and numbered texts, keeps equal rows in order, and unknown values last in both directions', () => {
  expect(order({ key: 'n', descending: false })).toBe('cadb');
  expect(order({ key: 'n', descending: true })).toBe('adcb');
  expect(order({ key: 's', descending: false })).toBe('bdac');
  expect(order({ key: 's', descending: true })).toBe('abdc');
});

test('numbers are compared by value, not by their digits', () => {
  const times = [1.5, 1.25, -3, -20, 1e21].map((n) => ({ n }));
  const sorted = sortRows(times, { key: 'n', descending: false }, ({ n }) => n);
  expect(sorted.map(({ n }) => n)).toEqual([-20, -3, 1.25, 1.5, 1e21]);
});

test('the same column reverses, another starts ascending', () => {
  expect(toggleSort({ key: 'a', descending: false }, 'a')).toEqual({ key: 'a', descending: true });
  expect(toggleSort({ key: 'a', descending: true }, 'b')).toEqual({ key: 'b', descending: false });
});
