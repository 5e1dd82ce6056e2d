import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readFixtureText } from '../../src/testing/fixtures.ts';
import { readText } from '../../src/testing/read-text.ts';
import { buildCommand } from './build-command.ts';
import { EVERYTHING_NETLOG, FILES } from './files.ts';
import { runNode } from './measure.ts';

/** Runs the benchmark with small files, so that it keeps working. It checks that everything is read, not how fast. */
const SMALL = 12_000_000;
const folder = mkdtempSync(join(tmpdir(), 'coalescope-bench-'));
const path = join(folder, 'file');
let command = '';

beforeAll(async () => {
  command = await buildCommand(join(folder, 'command'));
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true }));

function analyzed() {
  const { output, peakBytes } = runNode([command, 'analyze', '--format', 'json', path]);
  const report: { summary: { requests: number }; source: { problems: unknown[] } } = JSON.parse(output);
  return { requests: report.summary.requests, problems: report.source.problems, peakBytes };
}

test.each(FILES)('$name, repeated, is read completely', { timeout: 120_000 }, ({ grow, fixtures }) => {
  const requests = fixtures.map((fixture) => readText(readFixtureText(fixture)).requests.length);
  const { bytes, copies } = grow(path, SMALL);
  expect(bytes).toBeGreaterThanOrEqual(SMALL);
  const turns = Array.from({ length: copies }, (_, copy) => requests[copy % requests.length] ?? 0);
  expect(analyzed()).toMatchObject({
    requests: turns.reduce((sum, count) => sum + count, 0),
    problems: [],
  });
});

test('memory does not grow with skipped events', { timeout: 120_000 }, () => {
  EVERYTHING_NETLOG.grow(path, SMALL);
  const small = analyzed();
  const { bytes } = EVERYTHING_NETLOG.grow(path, 8 * SMALL);
  const large = analyzed();
  expect(large.requests).toBeGreaterThan(4 * small.requests);
  expect(large.peakBytes - small.peakBytes).toBeLessThan((bytes - SMALL) / 2);
});
