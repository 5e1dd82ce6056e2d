import { describe, expect, it } from 'vitest';
import { findCycles } from './cycles.ts';
import { forbidden, forbiddenPackage } from './house.ts';

describe('the house', () => {
  it.each([
    ['src/model/builder/builder.ts', 'src/analysis/analyze.ts'],
    ['src/sources/har/entry.ts', 'src/report/json/report.ts'],
    ['ui/panel.tsx', 'extension/panel/panel.ts'],
    ['ui/panel.tsx', 'src/node/cli.ts'],
    ['extension/worker/worker.ts', 'src/node/cli.ts'],
    ['ui/panel.tsx', 'src/playwright/fixture.ts'],
    ['src/index.ts', 'src/node/cli.ts'],
    ['src/report/json/report.ts', 'src/library/tool.ts'],
    ['src/library/read-capture.ts', 'src/node/cli.ts'],
    ['src/report/json/report.ts', 'src/index.ts'],
    ['src/node/cli.ts', 'src/playwright/fixture.ts'],
    ['src/node/cli.ts', 'e2e/lab/lab.ts'],
    ['ui/panel.tsx', 'src/testing/fixtures.ts'],
  ])('%s may not import %s', (from, to) => {
    expect(forbidden(from, to)).not.toBeNull();
  });

  it.each([
    ['src/analysis/analyze.ts', 'src/model/capture.ts'],
    ['src/model/builder/builder.ts', 'src/model/builder/merge.ts'],
    ['extension/panel/panel.ts', 'ui/panel.tsx'],
    ['e2e/tests/main.spec.ts', 'extension/protocol/messages.ts'],
    ['src/playwright/fixture.ts', 'src/node/cli.ts'],
    ['src/playwright/fixture.ts', 'src/index.ts'],
    ['src/index.ts', 'src/report/json/report.ts'],
    ['src/model/builder/builder.test.ts', 'src/sources/har/har.ts'],
  ])('%s may import %s', (from, to) => {
    expect(forbidden(from, to)).toBeNull();
  });

  it('keeps Node out of what runs in a browser', () => {
    expect(forbiddenPackage('src/analysis/analyze.ts', 'node:fs')).not.toBeNull();
    expect(forbiddenPackage('ui/panel.tsx', 'node:path')).not.toBeNull();
    expect(forbiddenPackage('src/index.ts', 'node:fs')).not.toBeNull();
    expect(forbiddenPackage('src/node/cli.ts', 'node:fs')).toBeNull();
    expect(forbiddenPackage('src/playwright/fixture.ts', 'node:fs')).toBeNull();
    expect(forbiddenPackage('ui/panel.tsx', 'preact')).toBeNull();
  });
});

describe('findCycles', () => {
  it('finds a cycle through several files once', () => {
    const graph = new Map([
      ['a', ['b']],
      ['b', ['c']],
      ['c', ['a']],
      ['d', ['a']],
    ]);
    expect(findCycles(graph)).toEqual([['a', 'b', 'c', 'a']]);
  });

  it('accepts two ways to the same file', () => {
    const graph = new Map([
      ['a', ['b', 'c']],
      ['b', ['d']],
      ['c', ['d']],
    ]);
    expect(findCycles(graph)).toEqual([]);
  });
});
