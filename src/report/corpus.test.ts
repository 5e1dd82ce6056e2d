import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { analyze } from '../analysis/analyze.ts';
import { diagnose } from '../diagnosis/diagnose.ts';
import { corpusFolder, readRecording, recordings } from '../testing/corpus.ts';
import { harErrors } from '../testing/har-12.ts';
import { readPieces, readText } from '../testing/read-text.ts';
import { toAnnotatedHar } from './har/to-annotated-har.ts';
import { sourceKindOf, toReport } from './json/to-report.ts';

const FOLDER = corpusFolder();
const NAME = FOLDER === null ? 'whole recordings (skipped: set COALESCOPE_CORPUS)' : 'whole recordings';

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, strictRequired: false });
addFormats.default(ajv);
const validate = ajv.compile(
  JSON.parse(readFileSync(new URL('report.schema.json', import.meta.url), 'utf8')),
);

/** Public sites, recorded by others. None of them answers 421. */
describe.skipIf(FOLDER === null)(NAME, () => {
  it('are there', () => {
    expect(recordings('.gz').length).toBeGreaterThan(0);
  });

  it.each(recordings('.gz').map((path) => [basename(path), path]))('%s', { timeout: 120_000 }, (_, path) => {
    const text = readRecording(path);
    const capture = readText(text);
    expect(capture.truncated).toBe(false);
    expect(capture.problems.filter(({ code }) => code !== 'trace-netlog-unread')).toEqual([]);
    expect(capture.requests.length).toBeGreaterThan(10);
    expect(readPieces(text, 65_537).capture).toEqual(capture);

    const analysis = analyze(capture);
    const kinds = analysis.findings.map(({ kind }) => kind);
    expect(kinds).not.toContain('coalescing-hazard');
    expect(kinds).not.toContain('misrouted-suspected');
    expect(analysis.summary.hiddenAttempts ?? 0).toBe(0);

    const findings = diagnose(analysis);
    const options = {
      ...{ name: 'a.json', kind: sourceKindOf(capture), sanitise: true },
      tool: { name: 'coalescope', version: '0.0.0' },
    };
    expect(validate(JSON.parse(JSON.stringify(toReport(analysis, findings, options))))).toBe(true);
    for (const sanitise of [true, false]) {
      const har: unknown = JSON.parse(JSON.stringify(toAnnotatedHar(analysis, findings, { sanitise })));
      expect(harErrors(har)).toEqual([]);
    }
  });
});
