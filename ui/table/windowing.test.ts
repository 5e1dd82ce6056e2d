import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rowForKey, rowWindow, scrollToShow } from './windowing.ts';

test('the window contains every row in view and no row beyond the last', () => {
  const size = fc.nat({ max: 200_000 });
  fc.assert(
    fc.property(size, fc.nat({ max: 3_000 }), size, (scroll, height, count) => {
      const { from, to } = rowWindow(scroll, height, 21, count);
      expect(from).toBeGreaterThanOrEqual(0);
      expect(to).toBeLessThanOrEqual(count);
      expect(from).toBeLessThanOrEqual(to);
      for (const row of [Math.floor(scroll / 21), Math.floor((scroll + height - 1) / 21)]) {
        if (row >= 0 && row < count && height > 0) expect(row >= from && row < to).toBe(true);
      }
    }),
  );
});

test('scrolls no farther than needed', () => {
  expect(scrollToShow(5, 0, 210, 21)).toBe(0);
  expect(scrollToShow(10, 0, 210, 21)).toBe(21);
  expect(scrollToShow(2, 100, 210, 21)).toBe(42);
});

test('keys stay within the rows', () => {
  expect(rowForKey('ArrowDown', -1, 3, 10)).toBe(0);
  expect(rowForKey('ArrowUp', -1, 3, 10)).toBe(2);
  expect(rowForKey('ArrowDown', 2, 3, 10)).toBe(2);
  expect(rowForKey('PageDown', 0, 100, 10)).toBe(10);
  expect(rowForKey('PageDown', 30, 100, 10)).toBe(40);
  expect(rowForKey('End', 0, 100, 10)).toBe(99);
  expect(rowForKey('x', 0, 100, 10)).toBe(null);
  expect(rowForKey('End', 0, 0, 10)).toBe(null);
});
