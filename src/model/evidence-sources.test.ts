import { describe, expect, it } from 'vitest';
import { captureKindOf, SOURCE_TRAITS, SOURCES_BEST_FIRST } from './evidence-sources.ts';

describe('sources of evidence', () => {
  it('have ranks of their own, so that precedence is never left to chance', () => {
    const ranks = Object.values(SOURCE_TRAITS).map(({ rank }) => rank);
    expect(new Set(ranks).size).toBe(ranks.length);
  });

  it('are in order of precedence: a complete log before the browser’s tools, these before the extension', () => {
    expect(SOURCES_BEST_FIRST).toEqual(['netlog', 'moz-log', 'cdp', 'chrome-trace', 'har', 'webrequest']);
  });

  it('name the kind of a joined capture after the best of them', () => {
    expect(captureKindOf(['har', 'netlog'])).toBe('netlog');
    expect(captureKindOf(['webrequest', 'har'])).toBe('har');
    expect(captureKindOf(['webrequest'])).toBe('live');
    expect(captureKindOf([])).toBe('live');
  });
});
