import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Evidence } from '../../src/model/evidence.ts';
import { analysisOf } from '../testing/shop.ts';

test('the sample contains every kind of event that the panel explains', () => {
  const events = JSON.parse(readFileSync(new URL('./sample.json', import.meta.url), 'utf8')) as Evidence[];
  const { summary } = analysisOf(events);
  expect(summary.requests).toBeGreaterThan(20);
  expect(summary.coalescedRequests).toBeGreaterThan(5);
  expect(summary.hiddenAttempts).toBeGreaterThan(4);
  expect(summary.visibleMisdirected).toBeGreaterThan(0);
  expect(summary.misroutedRequests).toBeGreaterThan(0);
});
