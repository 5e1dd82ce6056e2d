import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { showLog, stepLine } from '../bootstrap/steps.mjs';
import { inWords } from './tally.ts';
import { runTool } from './tool.ts';

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

it('aligns the lines of the steps', () => {
  expect(stepLine('types', 9_840, '7 passed')).toBe('types        9.8 s   7 passed');
  expect(inWords({ passed: 1, failed: 2 })).toBe('1 passed, 2 failed');
});
