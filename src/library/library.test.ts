import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as library from '../index.ts';
import { readCertificate } from '../sources/x509.ts';
import { CHROMIUM_RUNS, readFixtureBytes, readFixtureText } from '../testing/fixtures.ts';
import { bundleLibrary } from './testing/bundle.ts';

interface Truth {
  readonly port: number;
  readonly attempts: readonly { host: string; path: string; status: number }[];
}

/** The URLs that the servers' log answered with 421, each as often as it was. */
function misdirectedByTruth(run: string): string[] {
  const { attempts, port }: Truth = JSON.parse(readFixtureText(`chromium/${run}.truth.json.gz`));
  return attempts
    .filter(({ status }) => status === 421)
    .map(({ host, path }) => `https://${host}:${port}${path}`)
    .sort();
}

function misdirectedBy({ requests }: Pick<library.Report, 'requests'>): string[] {
  return requests
    .flatMap(({ url, attempts }) => attempts.filter(({ status }) => status === 421).map(() => url))
    .sort();
}

function reportOf(bytes: Uint8Array): library.Report {
  const analysis = library.analyze(library.readCapture(bytes));
  return library.toReport(analysis, library.diagnose(analysis));
}

const netLogOf = (run: string) => readFixtureBytes(`chromium/${run}.netlog.json.gz`);

it.each(CHROMIUM_RUNS)('reports the 421s of the servers in run %s', (run) => {
  expect(misdirectedBy(reportOf(netLogOf(run)))).toEqual(misdirectedByTruth(run));
});

it('reads the same from pieces of one buffer that is used again', () => {
  const whole = netLogOf('101');
  function* pieces(): Generator<Uint8Array> {
    const buffer = new Uint8Array(1_000);
    for (let at = 0; at < whole.length; at += buffer.length) {
      const piece = whole.subarray(at, at + buffer.length);
      buffer.set(piece);
      yield buffer.subarray(0, piece.length);
    }
  }
  expect(library.readCapture(pieces())).toEqual(library.readCapture(whole));
});

it('exports these functions and nothing else', () => {
  expect(Object.keys(library).sort()).toEqual([
    'analyze',
    'diagnose',
    'readCapture',
    'sanitiseConclusions',
    'toAnnotatedHar',
    'toReport',
    'toText',
  ]);
});

it('runs in a bare V8 context, which has the globals of ECMAScript only', async () => {
  const context = createContext({ text: JSON.stringify(Array.from(netLogOf('101'))), readCertificate });
  expect(runInContext('typeof TextDecoder + typeof URL + typeof Buffer + typeof atob', context)).toBe(
    'undefined'.repeat(4),
  );
  runInContext(await bundleLibrary('iife'), context);
  const run = (options: string): library.Report =>
    JSON.parse(
      runInContext(
        `(() => {
          const capture = coalescope.readCapture(Uint8Array.from(JSON.parse(text)), ${options});
          const analysis = coalescope.analyze(capture);
          return JSON.stringify(coalescope.toReport(analysis, coalescope.diagnose(analysis)));
        })()`,
        context,
      ),
    );
  const alone = run('{}');
  expect(misdirectedBy(alone)).toEqual(misdirectedByTruth('101'));
  // The library of certificates needs atob or Buffer. The document states this limit.
  expect(alone.connections.every(({ certificate }) => certificate === null)).toBe(true);
  expect(run('{ readCertificate }')).toEqual(JSON.parse(JSON.stringify(reportOf(netLogOf('101')))));
});

describe('the examples of docs/library.md', () => {
  const document = readFileSync(new URL('../../docs/library.md', import.meta.url), 'utf8');
  const examples = Array.from(document.matchAll(/```js\n(.*?)```/gs), ([, code = '']) => code);
  const folder = mkdtempSync(join(tmpdir(), 'coalescope-library-'));
  beforeAll(async () => {
    writeFileSync(join(folder, 'run.netlog.json'), netLogOf('101'));
    const installed = join(folder, 'node_modules', 'coalescope');
    mkdirSync(installed, { recursive: true });
    writeFileSync(join(installed, 'package.json'), '{ "type": "module", "exports": "./index.js" }');
    writeFileSync(join(installed, 'index.js'), await bundleLibrary('es'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  function output(example: string | undefined): string {
    const program = join(folder, 'example.mjs');
    writeFileSync(program, example ?? '');
    return execFileSync(process.execPath, [program], { cwd: folder, encoding: 'utf8' });
  }

  it('print the 421s of the servers, hidden and observed', () => {
    const lines = misdirectedByTruth('101').map((url) => `(observed): ${url}`);
    const printed = output(examples[0]).trim().split('\n');
    expect(printed.map((line) => line.replace(/^(hidden|visible) 421 /, '')).sort()).toEqual(lines);
  });

  it('state what an unknown file gives', () => {
    expect(output(examples[1])).toBe('unknown-kind 0\n');
  });

  it('read with the decoder of the host', () => {
    const { requests } = library.readCapture(netLogOf('101'));
    expect(output(examples[2])).toBe(`${requests.length}\n`);
  });

  it('write an annotated HAR and print the report', () => {
    const text = output(examples[3]);
    for (const url of misdirectedByTruth('101')) expect(text).toContain(url);
    const har = JSON.parse(readFileSync(join(folder, 'run.har'), 'utf8'));
    expect(har.log._coalescope.summary.misdirectedAttempts).toBe(misdirectedByTruth('101').length);
  });

  it('are all run', () => {
    expect(examples).toHaveLength(4);
  });
});
