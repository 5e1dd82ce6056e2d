import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { showLog, stepLine } from '../bootstrap/steps.mjs';
import { inWords } from './tally.ts';
import { inParallel, runTool } from './tool.ts';

const folder = mkdtempSync(join(tmpdir(), 'coalescope-steps-'));
const log = join(folder, 'step.log');

afterEach(() => rmSync(log, { force: true }));

describe('runTool', () => {
  it('keeps the output in the log and returns whether the program succeeded', async () => {
    expect(await runTool(log, ['tsc', '--version'])).toBe(true);
    expect(await runTool(log, ['tsc', '--nonsense'])).toBe(false);
    expect(readFileSync(log, 'utf8')).toMatch(/^> tsc --version\nVersion \d.*\n> tsc --nonsense\n.*TS5023/);
  });
});

describe('showLog', () => {
  it('prints the end of a long log and says where the rest is', async () => {
    const printed = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    await runTool(log, ['tsc', '--help']);
    showLog(log, 3);
    const lines = printed.mock.calls.map(([line]) => String(line));
    printed.mockRestore();
    expect(lines[0]).toMatch(/^… \d+ lines above are in .*step\.log$/);
    expect(lines[1]?.split('\n')).toHaveLength(3);
  });
});

describe('inParallel', () => {
  it('runs no more jobs at a time than allowed and keeps their order', async () => {
    let running = 0;
    let most = 0;
    const jobs = [1, 2, 3, 4, 5].map((number) => async () => {
      most = Math.max(most, ++running);
      await Promise.resolve();
      running--;
      return number;
    });
    expect(await inParallel(jobs, 2)).toEqual([1, 2, 3, 4, 5]);
    expect(most).toBe(2);
  });
});

it('aligns the lines of the steps', () => {
  expect(stepLine('types', 9_840, '7 passed')).toBe('types        9.8 s   7 passed');
  expect(inWords({ passed: 1, failed: 2 })).toBe('1 passed, 2 failed');
});
