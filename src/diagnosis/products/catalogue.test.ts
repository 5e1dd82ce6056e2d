import { describe, expect, it } from 'vitest';
import { explain } from '../causes/explain.ts';
import { failureNames } from '../causes/failure-names.ts';
import { PRODUCT_IDS } from './catalogue.ts';

const NAMES = failureNames([{ about: { host: 'b.test', port: 443, authority: 'b.test' }, other: 'a.test' }]);

const FAILURES = (['misdirected', 'misrouted', 'reset'] as const).flatMap((kind) =>
  [true, false].flatMap((always) =>
    [true, false].flatMap((requiresHttp1) =>
      (['h2', 'h3'] as const).flatMap((protocol) =>
        [null, '2.4.52', '2.4.71'].map((version) => ({
          ...{ ...NAMES, kind, always, protocol, requiresHttp1, version },
          ...{ secure: true, succeededOver: null, variesOnConnection: false, withoutSni: false, path: '/' },
        })),
      ),
    ),
  ),
);

function explanationsOf(product: string) {
  return FAILURES.flatMap((failure) =>
    [null, 'nginx', 'nghttpx'].map((behind) =>
      explain({ product, behind, confidence: 1, basis: null }, failure),
    ),
  );
}

/** They pass responses on and never answer 421 themselves. */
const ONLY_PASSES = new Set(['nghttpx', 'kong', 'varnish']);

describe.each(PRODUCT_IDS.filter((product) => !ONLY_PASSES.has(product)))('%s', (product) => {
  const explained = explanationsOf(product).filter(({ cause }) => cause !== null);

  it('has causes, and each has a fix and a reference in plain words', () => {
    expect(explained.length).toBeGreaterThan(0);
    for (const { cause, fixes, references } of explained) {
      expect(fixes.length).toBeGreaterThan(0);
      expect(cause).toMatch(/^[A-Za-z1].*\.$/s);
      for (const { title } of fixes) expect(title).toMatch(/^[A-Z].*\.$/);
      expect(JSON.stringify([cause, fixes])).not.toMatch(/undefined|\[object|=>/);
      for (const { url } of references) expect(url).toMatch(/^https:\/\//);
    }
  });
});

it('an unknown host is a word in sentences, never an example name', () => {
  for (const product of PRODUCT_IDS) {
    const sender = { product, behind: null, confidence: 1, basis: null };
    for (const failure of FAILURES) {
      const { cause, fixes } = explain(sender, {
        ...failure,
        ...failureNames([{ about: null, other: null }]),
      });
      expect([cause, ...fixes.map(({ title }) => title)].join(' ')).not.toMatch(/[ab]\.example/);
    }
  }
});

it('a product that is not in the catalogue has no explanation', () => {
  for (const { cause, fixes } of explanationsOf('gws')) expect([cause, fixes]).toEqual([null, []]);
});
