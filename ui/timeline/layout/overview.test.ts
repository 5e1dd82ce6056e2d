import { describe, expect, it } from 'vitest';
import { CaptureScript } from '../../testing/capture-script.ts';
import { examplePageAnalysis } from '../../testing/example-page.ts';
import { computeLayout } from './layout.ts';
import { overviewColumns } from './overview.ts';
import { fitSpan, TimeScale } from './scale.ts';

describe('overviewColumns', () => {
  it('counts the active attempts in each pixel', () => {
    const script = new CaptureScript().connection('1', 0, { openedFor: 'https://a.test' });
    script.request('https://a.test/', [{ on: '1', at: 0, for: 4 }]);
    script.request('https://b.test/', [{ on: '1', at: 2, for: 3 }]);
    const columns = overviewColumns(computeLayout(script.analysis()), new TimeScale({ from: 0, to: 8 }, 8));
    expect(columns.map(({ active }) => active)).toEqual([1, 1, 2, 2, 2, 1, 0, 0]);
    expect(columns.map(({ coalesced }) => coalesced)).toEqual([0, 0, 1, 1, 1, 1, 0, 0]);
  });

  it('shows every misdirected attempt', () => {
    const page = computeLayout(examplePageAnalysis());
    const columns = overviewColumns(page, new TimeScale(fitSpan(page.whole), 400));
    expect(columns.filter(({ misdirected }) => misdirected)).toHaveLength(4);
  });
});
