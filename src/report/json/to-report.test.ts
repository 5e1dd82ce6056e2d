import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { analyze } from '../../analysis/analyze.ts';
import { FINDING_KINDS } from '../../analysis/findings/finding-kinds.ts';
import { diagnose } from '../../diagnosis/diagnose.ts';
import type { Capture } from '../../model/capture.ts';
import { createHarReader } from '../../sources/har/har-reader.ts';
import { createNetLogReader } from '../../sources/netlog/netlog-reader.ts';
import { buildCapture } from '../../testing/build-capture.ts';
import { CHROMIUM_RUNS, captureOf, readFixtureText } from '../../testing/fixtures.ts';
import { sourceKindOf, toReport } from './to-report.ts';

const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true, strictRequired: false });
addFormats.default(ajv);
const schema = JSON.parse(readFileSync(new URL('../report.schema.json', import.meta.url), 'utf8'));
const validate = ajv.compile(schema);

/** The report as it is printed. */
function reportOf(capture: Capture, sanitise = true) {
  const analysis = analyze(capture);
  const tool = { name: 'coalescope', version: '0.0.0' };
  const options = { name: 'a.json', kind: sourceKindOf(capture), tool, sanitise };
  return JSON.parse(JSON.stringify(toReport(analysis, diagnose(analysis), options)));
}

function errorsOf(report: unknown): string[] {
  validate(report);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

const netlog = (name: string): Capture => captureOf(createNetLogReader, readFixtureText(name));
const har = (name: string): Capture => captureOf(createHarReader, readFixtureText(name));

const CAPTURES: readonly (readonly [string, () => Capture])[] = [
  ...CHROMIUM_RUNS.map((run) => [`${run}.netlog`, () => netlog(`chromium/${run}.netlog.json.gz`)] as const),
  ...CHROMIUM_RUNS.map((run) => [`${run}.har`, () => har(`chromium/${run}.har.json.gz`)] as const),
  ['netlog-everything', () => netlog('dialects/netlog-everything.json.gz')],
  ['webpagetest', () => har('dialects/webpagetest.har.gz')],
  ['firefox', () => har('dialects/firefox.har.gz')],
  ['nothing', () => buildCapture(() => undefined)],
];

describe.each(CAPTURES)('the report of %s', (_name, read) => {
  const capture = read();

  it('matches the schema, sanitised and not', () => {
    expect(errorsOf(reportOf(capture))).toEqual([]);
    expect(errorsOf(reportOf(capture, false))).toEqual([]);
  });

  it('refers only to connections, requests and findings that it contains', () => {
    const report = reportOf(capture);
    const requests = new Set(report.requests.map(({ id }: { id: string }) => id));
    const connections = new Set(report.connections.map(({ id }: { id: string }) => id));
    for (const { attempts, resentAs, resendOf } of report.requests) {
      for (const { connection } of attempts)
        if (connection !== null) expect(connections).toContain(connection);
      for (const other of [resentAs, resendOf]) if (other !== null) expect(requests).toContain(other);
    }
    for (const finding of report.findings) {
      for (const id of finding.requests) expect(requests).toContain(id);
      for (const id of finding.connections) expect(connections).toContain(id);
    }
  });

  it('has a summary that matches its lists', () => {
    const { summary, requests, connections } = reportOf(capture);
    const attempts = requests.flatMap((request: { attempts: unknown[] }) => request.attempts);
    const hidden = attempts.filter((attempt: { hidden: boolean }) => attempt.hidden);
    const misdirected = attempts.filter((attempt: { status: number | null }) => attempt.status === 421);
    expect(summary).toMatchObject({
      requests: requests.length,
      // The number is unknown for a browser that identifies no connections.
      connections: attempts.length > 0 && connections.length === 0 ? null : connections.length,
      hiddenAttempts: hidden.length,
      misdirectedAttempts: misdirected.length,
    });
  });
});

describe('the schema', () => {
  const report = reportOf(netlog('chromium/101.netlog.json.gz'));
  const places: readonly (readonly [string, (at: unknown) => Record<string, unknown>])[] = [
    ['the report', (at) => at as Record<string, unknown>],
    ['source', (at) => (at as { source: Record<string, unknown> }).source],
    ['a connection', (at) => (at as { connections: [Record<string, unknown>] }).connections[0]],
    ['a request', (at) => (at as { requests: [Record<string, unknown>] }).requests[0]],
    ['a finding', (at) => (at as { findings: [Record<string, unknown>] }).findings[0]],
    ['summary', (at) => (at as { summary: Record<string, unknown> }).summary],
  ];

  it('has every kind of finding', () => {
    const kinds: string[] = schema.$defs.finding.properties.kind.enum;
    expect([...kinds].sort()).toEqual(Object.keys(FINDING_KINDS).sort());
  });

  // Fields that were added to the contract may be missing.
  const additions = [
    'sanitised',
    'bestCase',
    'gaps',
    'clientCertificate',
    'closeReason',
    'originFrame',
    'originFrameAt',
    'retiredAt',
    'refused',
    'supersededBy',
    'origin',
    'why',
    'whyCertainty',
    'wastedMs',
    'cost',
    ...['concerned', 'cause', 'causes', 'fixes', 'log', 'verify', 'guide'],
  ];

  it.each(places)('refuses %s without a field of the contract', (place, partOf) => {
    const contract = Object.keys(partOf(report)).filter(
      (key) => !additions.includes(key) || place === 'summary',
    );
    expect(contract.length).toBeGreaterThan(4);
    for (const key of contract) {
      const broken = structuredClone(report);
      delete partOf(broken)[key];
      expect(errorsOf(broken), key).not.toEqual([]);
    }
  });

  it('accepts fields that are added later', () => {
    const added = structuredClone(report);
    for (const [, partOf] of places) partOf(added).later = 1;
    expect(errorsOf(added)).toEqual([]);
  });

  it('refuses an invalid certainty or confidence', () => {
    for (const change of [
      { certainty: 'sure' },
      { confidence: 1.1 },
      { hidden: null },
      { startedAt: '2026' },
    ]) {
      const broken = structuredClone(report);
      const sent = broken.requests.find(({ attempts }: { attempts: object[] }) => attempts.length > 0);
      Object.assign(sent.attempts[0], change);
      expect(errorsOf(broken)).not.toEqual([]);
    }
  });
});
