import { expect, test } from 'vitest';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import { analysisOf, shopEvidence } from '../testing/shop.ts';
import { exportFile } from './export-files.ts';

const analysis = analysisOf(shopEvidence());
const view = { analysis, findings: diagnose(analysis) };
const named = (name: string) =>
  exportFile('har', view, { kind: 'file', name, sample: false, reading: false }).name;

test('files are named after the capture that is shown', () => {
  expect(named('run.har.json.gz + run.netlog.json.gz')).toBe('run.coalescope.har');
  expect(named('run.coalescope.har')).toBe('run.coalescope.har');
  expect(named('../../etc/passwd')).toBe('_.._etc_passwd.coalescope.har');
  expect(exportFile('report', view, { kind: 'live' }).name).toBe('www.shop.test.coalescope.json');
});

test('only the full export contains query values', () => {
  const text = (kind: 'har' | 'full-har') => exportFile(kind, view, { kind: 'live' }).text;
  expect(text('har')).not.toContain('w=2');
  expect(text('full-har')).toContain('w=2');
});

test('the report says that it comes from a live capture', () => {
  const report = JSON.parse(exportFile('report', view, { kind: 'live' }).text);
  expect(report).toMatchObject({ format: 'coalescope-report', version: 1, source: { kind: 'live' } });
});
