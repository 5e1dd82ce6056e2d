import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fieldTables, firefoxTables, hiddenTables, redundancyTables, withTables } from './document.ts';
import type { Evaluation } from './evaluate.ts';
import { readOptions } from './options.ts';
import type { Verdict } from './score.ts';
import { PANEL } from './sources.ts';
import { calibrationTable, healthyTable, sourcesTable } from './tables.ts';

const verdict = (facts: Partial<Verdict>): Verdict => ({
  seed: 1,
  confounder: 'none',
  roundTrip: 20,
  name: 'GET a/x',
  hidden: false,
  misdirected: false,
  recovered: false,
  said: 'nothing',
  confidence: 0,
  attempts: 1,
  named: 1,
  rightlyNamed: 1,
  ...facts,
});

const REAL = { hidden: true, recovered: true } as const;
const SAID = { said: 'inferred', confidence: 0.9 } as const;

function evaluation(...verdicts: Verdict[]): Evaluation {
  const misrouted = new Map([[PANEL.name, { real: 5, knowable: 4, said: 3, right: 2 }]]);
  return {
    netLog: [],
    bySource: new Map([[PANEL.name, { verdicts, unreported: 0 }]]),
    misrouted,
    couldHaveShared: 500,
  };
}

describe('the tables', () => {
  const four = evaluation(
    verdict({ ...REAL, ...SAID }),
    verdict({ ...REAL }),
    verdict({ ...SAID }),
    verdict({ hidden: true, said: 'derived', confidence: 1 }),
  );

  it('count precision and recall, with and without what follows by a rule', () => {
    const cells = sourcesTable(four).split('\n')[2]?.split(' | ');
    expect(cells?.slice(2)).toEqual([
      '0.667 (2 of 3)',
      '0.667 (2 of 3)',
      '0.500 (1 of 2)',
      '0.500 (1 of 2) |',
    ]);
  });

  it('hold a stated confidence against what proved right', () => {
    expect(calibrationTable(four)).toContain('| 0.9 to 0.97 | 0.900 | 0.500 (1 of 2) |');
  });

  it('count false claims in the runs without a 421', () => {
    const runs = evaluation(
      verdict({ seed: 1, ...SAID }),
      verdict({ seed: 1 }),
      verdict({ seed: 2, ...REAL, ...SAID, misdirected: true }),
    );
    expect(healthyTable(runs).split('\n')[2]).toMatch(/\| 1 +\| +500 \| +1 \| +2\.00 \|/);
  });

  it('have each a place in the document', () => {
    const text = readFileSync(new URL('../../docs/accuracy.md', import.meta.url), 'utf8');
    expect(withTables(text, hiddenTables(four))).toContain('0.500 (1 of 2)');
    expect(withTables(text, hiddenTables(four))).toContain('0.667 (2 of 3) | 0.500 (2 of 4) | 1 |');
    expect(withTables(text, fieldTables(four))).toContain('0.500 (1 of 2)');
    expect(() => withTables('# nothing', hiddenTables(four))).toThrow(/no place/);
    expect(withTables(text, firefoxTables({ ...four, runs: [] }))).toContain('0.500 (1 of 2)');
    const none = { runs: 77, cells: 0, judged: [], bounds: new Map(), differences: [] };
    expect(withTables(text, redundancyTables(none))).toContain('| 77 |');
  });
});

describe('the command line', () => {
  it('has defaults', () => {
    expect(readOptions([])).toEqual({ suite: 'hidden', seeds: [3401, 3500], from: null, keep: null });
    expect(readOptions(['--redundancy'])).toMatchObject({ suite: 'redundancy', seeds: [1, 60] });
    expect(readOptions(['--field', '--seeds', '7-9', '--keep', 'd'])).toMatchObject({
      ...{ suite: 'field', seeds: [7, 9], keep: 'd' },
    });
    expect(readOptions(['--browser', 'firefox', '--seeds', '7-9'])).toMatchObject({
      ...{ suite: 'firefox', seeds: [7, 9] },
    });
    expect(readOptions(['--browser', 'chromium'])).toMatchObject({ suite: 'hidden' });
  });

  it.each([
    [['--seeds', 'many'], /--seeds/],
    [['--seeds', '9-7'], /--seeds/],
    [['--field', '--redundancy'], /one of them/],
    [['--field', '--browser', 'firefox'], /one of them/],
    [['--browser', 'opera'], /chromium or firefox/],
    [['--from', 'a', '--keep', 'b'], /one of them/],
  ])('refuses %j', (args, message) => {
    expect(() => readOptions(args)).toThrow(message);
  });
});
