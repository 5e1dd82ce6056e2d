import { readFileSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Run } from '../steps/step.ts';
import type { Tally } from '../steps/tally.ts';

const UNIT_RESULT = 'test-results/unit.json';
const E2E_RESULT = 'test-results/e2e.json';

/** Runs the unit tests; a run that ends before it could count is one failure. */
export async function unitTests(run: Run): Promise<Tally> {
  rmSync(UNIT_RESULT, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${UNIT_RESULT}`];
  const succeeded = await run('vitest', 'run', ...reporters);
  return tally(succeeded, UNIT_RESULT, (result) => ({
    passed: count(result, 'numPassedTests'),
    failed: count(result, 'numFailedTests'),
  }));
}

/** Runs the end-to-end tests in the real browser. A test that passed only when repeated counts as failed. */
export async function endToEndTests(run: Run): Promise<Tally> {
  rmSync(E2E_RESULT, { force: true });
  // Relative to the configuration's folder otherwise.
  process.env.PLAYWRIGHT_JSON_OUTPUT_FILE = resolve(E2E_RESULT);
  const succeeded = await run('playwright', 'test', '-c', 'e2e/playwright.config.ts', '--reporter=list,json');
  return tally(succeeded, E2E_RESULT, (result) => {
    const stats = isRecord(result) && isRecord(result.stats) ? result.stats : {};
    return { passed: count(stats, 'expected'), failed: count(stats, 'unexpected') + count(stats, 'flaky') };
  });
}

function tally(succeeded: boolean, file: string, read: (result: unknown) => Tally): Tally {
  const { passed, failed } = read(resultOf(file));
  // A suite that could not even be loaded fails the run without a failed test to show for it, and a run that
  // counted nothing proves nothing.
  return { passed, failed: failed === 0 && (!succeeded || passed === 0) ? 1 : failed };
}

function resultOf(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    console.error(`No result in ${file}: ${error instanceof Error ? error.message : String(error)}`);
    return {};
  }
}

function count(result: unknown, key: string): number {
  const value = isRecord(result) ? result[key] : undefined;
  return typeof value === 'number' ? value : 0;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
