import { describe, expect, it } from 'vitest';
import { PRODUCT_NAMES } from '../products.ts';
import { remedyOf } from './catalogue.ts';
import type { Failure } from './remedy.ts';

const BASE: Omit<Failure, 'how' | 'always'> = {
  host: 'b.test',
  other: 'a.test',
  port: 443,
  protocol: 'h2',
  fellBack: false,
  behind: null,
};

const FAILURES: readonly Failure[] = (['misdirected', 'misrouted', 'reset'] as const).flatMap((how) =>
  [true, false].flatMap((always) =>
    (['h2', 'h3'] as const).flatMap((protocol) =>
      [null, 'nginx', 'nghttpx'].map((behind) => ({ ...BASE, how, always, protocol, behind })),
    ),
  ),
);

/** What only passes on, never answers itself. */
const ONLY_PASSES = new Set(['nghttpx']);

describe.each(Object.keys(PRODUCT_NAMES).filter((product) => !ONLY_PASSES.has(product)))('%s', (product) => {
  const remedies = FAILURES.flatMap((failure) => {
    const remedy = remedyOf(product, failure);
    return remedy === null ? [] : [{ remedy, failure }];
  });

  it('has a cause, a fix and a reference in plain words', () => {
    expect(remedies.length).toBeGreaterThan(0);
    for (const { remedy, failure } of remedies) {
      const fixes = remedy.fixes(failure);
      expect(fixes.length).toBeGreaterThan(0);
      expect(remedy.cause(failure)).toMatch(/^[A-Za-z1].*\.$/s);
      for (const { title } of fixes) expect(title).toMatch(/^[A-Z].*\.$/);
      expect(JSON.stringify([remedy.cause(failure), fixes])).not.toMatch(/undefined|\[object|=>/);
      expect(remedy.reference.url).toMatch(/^https:\/\//);
    }
  });
});

it('nothing is said of a product that is not known', () => {
  for (const failure of FAILURES) expect(remedyOf('gws', failure)).toBeNull();
});
