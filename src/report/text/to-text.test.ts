import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyze } from '../../analysis/analyze.ts';
import { diagnose } from '../../diagnosis/diagnose.ts';
import type { Capture } from '../../model/capture.ts';
import { readHar } from '../../sources/har/read-har.ts';
import { createNetLogReader } from '../../sources/netlog/netlog-reader.ts';
import { buildCapture } from '../../testing/build-capture.ts';
import { captureOf, readFixtureText } from '../../testing/fixtures.ts';
import { CONNECTIONS, PAGE, RESENT } from '../../testing/resent-sketch.ts';
import { type CaptureSketch, type RequestSketch, sketchCapture } from '../../testing/sketch-capture.ts';
import type { Report } from '../json/report.ts';
import { toReport } from '../json/to-report.ts';
import { findingOf, type TextOptions, toText } from './to-text.ts';

function reportOf(capture: Capture, name = '103.netlog.json'): Report {
  const analysis = analyze(capture);
  const tool = { name: 'coalescope', version: '0.0.0' };
  return toReport(analysis, diagnose(analysis), { name, kind: 'netlog', tool, sanitise: false });
}

const netlog = reportOf(captureOf(createNetLogReader, readFixtureText('chromium/103.netlog.json.gz')));
const inFull = (report: Report, options: TextOptions = {}): string =>
  toText(report, { verbose: true, ...options });
const lines = (options?: TextOptions): string[] => inFull(netlog, options).split('\n');

describe('the full text report', () => {
  it('begins with the name of the capture and the summary', () => {
    const [title, ...rest] = lines({ columns: 200 });
    expect(title).toMatch(/^103\.netlog\.json \(NetLog/);
    const { requests, connections, misdirectedAttempts } = netlog.summary;
    expect(rest.join(' ')).toContain(`${requests} requests to `);
    expect(rest.join(' ')).toContain(`on ${connections} connections`);
    expect(rest.join(' ')).toContain(`${misdirectedAttempts} misdirected`);
  });

  it('lists findings first, then connections, then requests, then the legend', () => {
    const text = inFull(netlog);
    const at = ['FINDINGS', 'CONNECTIONS', 'REQUESTS', 'Certainty:'].map((part) => text.indexOf(part));
    expect(at).not.toContain(-1);
    expect(at).toEqual([...at].sort((a, b) => a - b));
  });

  it('says for each finding what is wrong and what to do', () => {
    const flat = inFull(netlog, { columns: 10_000 });
    expect(netlog.findings.length).toBeGreaterThan(0);
    for (const { title, explanation, remedy } of netlog.findings) {
      for (const words of [title, explanation, remedy]) expect(flat).toContain(words ?? title);
    }
  });

  it('guides through an error, with each command unbroken on a line of its own', () => {
    const report = reportOf(captureOf(createNetLogReader, readFixtureText('chromium/102.netlog.json.gz')));
    const errors = report.findings.filter(({ severity }) => severity === 'error');
    expect(errors.length).toBeGreaterThan(0);
    const shown = inFull(report, { columns: 60 }).split('\n');
    for (const { missing } of errors.flatMap(({ guide }) => guide)) {
      if (missing?.command) expect(shown).toContain(`              ${missing.command}`);
    }
    expect(shown.filter((line) => line === '      guide network')).toHaveLength(errors.length);
  });

  it('lists every attempt of a misdirected request with its connection and stream', () => {
    const misdirected = netlog.requests.filter(({ attempts }) => attempts.some((a) => a.misdirected));
    expect(misdirected.length).toBeGreaterThan(0);
    const wide = lines({ columns: 300 });
    for (const { id, method, url, attempts } of misdirected) {
      const head = wide.indexOf(`  ${id}  ${method} ${url}`);
      expect(head).toBeGreaterThan(0);
      for (const [index, { status, connection, stream }] of attempts.entries()) {
        expect(wide[head + 1 + index]?.split(/\s+/)).toEqual(
          expect.arrayContaining([`${index + 1}.`, String(status), connection, String(stream)]),
        );
      }
    }
  });

  it('omits requests with nothing notable and counts them, unless all are requested', () => {
    const heads = (all: boolean): number =>
      lines({ all, columns: 300 }).filter((line) => /^ {2}r\d+ {2}/.test(line)).length;
    expect(heads(true)).toBe(netlog.requests.length);
    expect(heads(false)).toBeLessThan(netlog.requests.length);
    expect(inFull(netlog)).toContain(
      `${netlog.requests.length - heads(false)} requests with nothing notable are not listed`,
    );
  });

  it.each([72, 80, 100, 160])('stays within %d columns', (columns) => {
    for (const line of lines({ columns, all: true })) expect(line.length).toBeLessThanOrEqual(columns);
  });

  it('uses colour only when asked to, and colour changes nothing else', () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape sequences of colour
    const colour = /\x1b\[\d+m/g;
    const coloured = inFull(netlog, { color: true });
    expect(coloured).toMatch(colour);
    expect(inFull(netlog)).not.toMatch(colour);
    expect(coloured.replace(colour, '')).toBe(inFull(netlog));
  });
});

describe('an inference', () => {
  it('shows its confidence, and an observation does not', () => {
    const request = netlog.requests.find(({ attempts }) => attempts.length > 0);
    const [attempt] = request?.attempts ?? [];
    if (request === undefined || attempt === undefined) throw new Error('no attempt');
    const inferred = { ...attempt, misdirected: true, certainty: 'inferred' as const, confidence: 0.834 };
    const text = inFull({
      ...netlog,
      findings: [],
      requests: [{ ...request, attempts: [inferred, attempt] }],
    });
    expect(text).toMatch(/^ +1\. ~0\.83 /m);
    expect(text).toMatch(/^ +2\. = /m);
  });
});

describe('a hidden attempt', () => {
  const healthy = (n: number): RequestSketch => ({
    ...{ url: `https://healthy${n}.test/`, connection: `1${n}`, at: 3_000 * n, took: 90, setup: 40 },
    ...{ stalled: n, reused: false },
  });
  const others = [2, 4, 6];
  const textOf = (sketch: CaptureSketch) => inFull(reportOf(sketchCapture(sketch)), { columns: 400 });

  it('that is inferred says what it was compared with', () => {
    const connections = others.map((n) => ({
      ...{ id: `1${n}`, openedFor: `https://healthy${n}.test`, remote: `10.0.1.${n}:443` },
    }));
    const text = textOf({
      connections: [...CONNECTIONS, ...connections],
      requests: [{ ...PAGE, reused: true }, { ...RESENT, stalled: 41, took: 110 }, ...others.map(healthy)],
    });
    expect(text).toMatch(
      /\n +It stalled 41 ms before .*\. 3 connections without anything to share stalled 2 to 6 ms\.\n/,
    );
    expect(text).not.toContain('How long requests stall here');
  });

  it('is listed among the gaps where there is nothing to compare with', () => {
    const text = textOf({ requests: [{ ...PAGE, reused: true }, RESENT], connections: CONNECTIONS });
    expect(text).toContain(
      'not in this capture: How long requests stall here without a 421: no new connection shows it. One hidden attempt is inferred without that comparison, with less confidence.',
    );
  });
});

describe('untrusted text', () => {
  const evil = fc.string({ unit: 'binary', minLength: 1 });

  it('sends only printable ASCII to a terminal', () => {
    fc.assert(
      fc.property(evil, evil, (host, rest) => {
        const entry = (url: string) => ({
          startedDateTime: '2026-01-02T03:04:05.678Z',
          time: 1,
          request: { method: `GET${rest}`, url },
          response: { status: 421, _error: rest },
          _connectionId: `81${rest}`,
          serverIPAddress: host,
        });
        const capture = buildCapture((emit) => {
          readHar(
            { log: { entries: [entry(`https://${host}/${rest}`), entry(`https://a.test/${rest}`)] } },
            emit,
          );
          emit({ kind: 'problem', problem: { code: 'x', message: rest } });
        });
        expect(inFull(reportOf(capture, rest), { all: true })).toMatch(/^[\x20-\x7e\n]*$/);
      }),
      { numRuns: 300 },
    );
  });

  it('is shown in escaped form', () => {
    const capture = buildCapture((emit) =>
      readHar(
        { log: { entries: [{ request: { method: 'GET', url: 'https://a.test/\x1b[2J\u202e' } }] } },
        emit,
      ),
    );
    expect(inFull(reportOf(capture), { all: true })).toContain('https://a.test/\\x1b[2J\\u{202e}');
  });
});

describe('a capture with nothing in it', () => {
  it('says so', () => {
    const text = inFull(reportOf(buildCapture(() => undefined)));
    expect(text).toContain('This capture has no requests.');
    expect(text).toContain('None found in this capture.');
  });
});

/** The shop of the test lab, as a real Chromium loaded it: 30 requests to 14 hosts with findings of seven kinds. */
function shop(): Report {
  const events = JSON.parse(readFileSync(new URL('../../../ui/sample/sample.json', import.meta.url), 'utf8'));
  return reportOf(
    buildCapture((emit) => events.forEach(emit)),
    'shop',
  );
}

describe('the overview', () => {
  const report = shop();
  const text = toText(report);
  const flat = toText(report, { columns: 10_000 });

  it('of the shop fits in 60 lines of 100 columns', () => {
    expect(report.findings.length).toBeGreaterThan(5);
    expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(60);
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
  });

  it('has every finding with its number and its first fix, and how to see more', () => {
    for (const [index, { severity, title, fixes, causes }] of report.findings.entries()) {
      const lead = new RegExp(`^ *${index + 1} ${severity.toUpperCase()} .*`, 'm').exec(flat)?.[0];
      expect(lead).toContain(title);
      if (causes.length < 2 && fixes[0] !== undefined) expect(flat).toContain(`do    ${fixes[0].title}`);
    }
    expect(text).toContain('--finding 1');
    expect(text).toContain('--verbose');
  });

  it('names the connections that were shared, and the hosts on them', () => {
    const shared = report.connections.filter(({ origins }) => origins.some(({ coalesced }) => coalesced));
    expect(shared.length).toBeGreaterThan(1);
    for (const { id } of shared.slice(0, 8))
      expect(flat).toMatch(new RegExp(`^ {2}${id} {2}opened for`, 'm'));
  });

  it('leads with the test where several causes fit', () => {
    const [finding] = report.findings;
    if (finding === undefined) throw new Error('no finding');
    const cause = { text: 'x', evidence: [], test: null, fixes: [] };
    const two = { ...finding, causes: [{ ...cause, test: 'Ask it directly.' }, cause] };
    const words = toText({ ...report, findings: [two] }, { columns: 10_000 });
    expect(words).toContain('tell  Ask it directly.');
    expect(words).not.toContain('do    ');
  });
});

describe('one finding', () => {
  const report = shop();

  it.each(report.findings.map(({ id }, index) => [String(index + 1), id]))(
    'number %s is printed in full by its number and by its id, and no other is',
    (number, id) => {
      const text = toText(report, { finding: number, columns: 10_000 });
      expect(toText(report, { finding: id, columns: 10_000 })).toBe(text);
      for (const one of report.findings) {
        if (one.id === id) expect(text).toContain(one.explanation);
        else expect(text).not.toContain(one.title);
      }
    },
  );

  it('about several hosts says which requests and connections each has', () => {
    const index = report.findings.findIndex(({ concerned }) => concerned.length > 1);
    const { concerned } = report.findings[index] ?? { concerned: [] };
    const text = toText(report, { finding: String(index + 1), columns: 10_000 });
    expect(concerned.length).toBeGreaterThan(1);
    for (const { origins, requests } of concerned) {
      const start = `who   ${new URL(origins[0] ?? '').host}: `;
      const who = text.split('\n').find((line) => line.includes(start));
      for (const id of requests) expect(who).toContain(id);
    }
  });

  it('that does not exist is null', () => {
    expect(findingOf(report, '0')).toBeNull();
    expect(findingOf(report, String(report.findings.length + 1))).toBeNull();
  });
});

describe('a terminal with UTF-8', () => {
  const reportWith = (path: string) =>
    reportOf(
      buildCapture((emit) =>
        readHar({ log: { entries: [{ request: { method: 'GET', url: `https://a.test/${path}` } }] } }, emit),
      ),
    );
  const shownAs = (path: string) => inFull(reportWith(path), { all: true, unicode: true });

  it('shows letters and signs of one column', () => {
    expect(shownAs('é…€Ж')).toContain('https://a.test/é…€Ж');
  });

  it.each([
    ['a control character', '\x1b[2J', '\\x1b[2J'],
    ['a change of direction', '\u202e', '\\u{202e}'],
    ['a combining mark', 'e\u0301', 'e\\u{301}'],
    ['an invisible character', '\u200b', '\\u{200b}'],
    ['a character of two columns', '漢', '\\u{6f22}'],
  ])('still escapes %s', (_, raw, escaped) => {
    expect(shownAs(raw)).toContain(escaped);
  });
});
