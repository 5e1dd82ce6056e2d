import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect } from 'vitest';
import { analyze } from '../analysis/analyze.ts';
import { diagnose } from '../diagnosis/diagnose.ts';
import { toAnnotatedHar } from '../report/har/to-annotated-har.ts';
import { sourceKindOf, toReport } from '../report/json/to-report.ts';
import { toText } from '../report/text/to-text.ts';
import { harErrors } from './har-12.ts';
import { readPieces, readText } from './read-text.ts';

const ajv = new Ajv2020({ strict: false });
addFormats.default(ajv);
const isReport = ajv.compile(
  JSON.parse(readFileSync(new URL('../report/report.schema.json', import.meta.url), 'utf8')),
);

/** Runs a text through every step, from reading to the reports, and checks what each step guarantees for any input. */
export function readAndReport(text: string, size = 65_536) {
  const { capture } = readPieces(text, size);
  const analysis = analyze(capture);
  const findings = diagnose(analysis);
  const tool = { name: 'coalescope', version: '0' };
  const report = toReport(analysis, findings, { name: 'x', kind: sourceKindOf(capture), tool });
  const written = JSON.parse(JSON.stringify(report));
  expect(isReport(written) ? [] : isReport.errors).toEqual([]);
  expect(toText(report, { all: true })).toMatch(/^[\x20-\x7e\n]*$/);
  const har = JSON.stringify(toAnnotatedHar(analysis, findings, { sanitise: false }));
  expect(harErrors(JSON.parse(har))).toEqual([]);
  expect(readText(har).requests).toHaveLength(capture.requests.length);
  expect(capture.problems.length).toBeLessThan(200);
  return { capture, report: written };
}
