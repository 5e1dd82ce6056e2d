import { describe, expect, it } from 'vitest';
import { SecretCollector } from './known/secret-collector.ts';
import { Sanitiser } from './sanitiser.ts';

// Large enough that a quadratic search takes minutes, while a linear one is fast even on a busy machine.
const MEGABYTE = 1 << 20;

describe('malicious text', () => {
  it.each(['a.', '-eyJa', 'basic ', '?a=', '#a', ';a=', 'a:', '&', 'cookie: ', '\n', '@', '%', 'https://'])(
    'of a megabyte of %j is sanitised without a hang',
    (piece) => {
      const text = piece.repeat(MEGABYTE / piece.length);
      const sanitiser = new Sanitiser();
      const started = performance.now();
      sanitiser.text(text);
      sanitiser.url(`https://${text}`);
      expect(performance.now() - started).toBeLessThan(10_000);
    },
  );

  it('with more members than a function takes arguments is noted and removed', () => {
    const members = Object.fromEntries(
      Array.from({ length: 200_000 }, (_, i) => [`m${i}`, `value-${i}-7Hq2`]),
    );
    const collector = new SecretCollector({ url: () => null, header: () => null });
    collector.note('_custom', members);
    expect(collector.known([]).without('it says value-199999-7Hq2', () => 'gone')).not.toContain('199999');
  });

  it('is cut off when it is nested more deeply than the stack', () => {
    const depth = 100_000;
    const nested: unknown = JSON.parse(`${'{"a":['.repeat(depth)}${']}'.repeat(depth)}`);
    const sanitised = JSON.stringify(new Sanitiser().json(nested));
    expect(sanitised.length).toBeLessThan(1_000);
    expect(sanitised).toContain('redacted');
  });
});
