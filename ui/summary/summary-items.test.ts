import { expect, test } from 'vitest';
import { analysisOf, shopEvidence } from '../testing/shop.ts';
import { summaryItems } from './summary-items.ts';

test('says what was counted, leaves out what is nothing, and marks what is wrong', () => {
  const analysis = analysisOf(shopEvidence());
  const items = summaryItems(analysis, null);
  expect(items.map(({ value, label }) => `${value} ${label}`).slice(0, 5)).toEqual([
    '4 requests',
    '3 connections',
    '3 coalesced',
    '3 misdirected (2 hidden)',
    '2 re-sent',
  ]);
  expect(items.find(({ id }) => id === 'misdirected')?.tone).toBe('bad');
  expect(summaryItems(analysis, 2)[0]?.value).toBe('2 of 4');
});
