import { expect, test } from 'vitest';
import { analyze } from '../../src/analysis/analyze.ts';
import { sketchCapture } from '../../src/testing/sketch-capture.ts';
import { analysisOf, shopEvidence } from '../testing/shop.ts';
import { summaryItems } from './summary-items.ts';

const SENT = [{ connection: '1', status: 200, startedAt: 0, endedAt: 20 }];

test('shows the counts, leaves out those that are 0, and marks what is wrong', () => {
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

test('counts connections that may be redundant apart from those that are', () => {
  const redundant = (source: 'har' | 'netlog') => {
    const attempts = [{ connection: '2', status: 200, startedAt: 50, endedAt: 80 }];
    const request = { url: 'https://b.test/', connection: '2', at: 50 };
    const requests = [
      { url: 'https://a.test/', ...(source === 'har' ? { connection: '1' } : { attempts: SENT }) },
      source === 'har' ? request : { ...request, attempts },
    ];
    const connections = [
      { id: '1', openedFor: 'https://a.test', openedAt: 0, privacyMode: false, names: ['a.test', 'b.test'] },
      { id: '2', openedFor: 'https://b.test', openedAt: 50, privacyMode: true, names: ['b.test'] },
    ].map((one) => (source === 'netlog' ? one : { ...one, privacyMode: null, names: undefined }));
    const items = summaryItems(analyze(sketchCapture({ source, connections, requests })), null);
    return items.find(({ id }) => id === 'redundant');
  };
  expect(redundant('netlog')).toMatchObject({ value: '1', label: 'redundant' });
  expect(redundant('har')).toMatchObject({ value: '0', label: 'redundant (1 more possible)' });
});

test('"0 misdirected" is green only where no attempt can be hidden', () => {
  const tone = (source: 'har' | 'netlog') => {
    const request = { url: 'https://a.test/', connection: '1' };
    const requests = [source === 'netlog' ? { ...request, attempts: SENT } : request];
    const connections = [{ id: '1', openedFor: 'https://a.test' }];
    const capture = sketchCapture({ source, connections, requests });
    return summaryItems(analyze(capture), null).find(({ id }) => id === 'misdirected');
  };
  expect(tone('netlog')).toMatchObject({ value: '0', tone: 'good' });
  expect(tone('har')).toMatchObject({ value: '0', tone: 'plain' });
});
