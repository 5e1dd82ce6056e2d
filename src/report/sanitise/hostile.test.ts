import { describe, expect, it } from 'vitest';
import { Sanitiser } from './sanitiser.ts';

// Enough that a quadratic search would take minutes, and a linear one no time on a busy machine either.
const MEGABYTE = 1 << 20;

describe('text that was made to harm', () => {
  it.each(['a.', '-eyJa', 'basic ', '?a=', '#a', ';a=', 'a:', '&', 'cookie: ', '\n', '@', '%', 'https://'])(
    'a megabyte of %j is sanitised without a hang',
    (piece) => {
      const text = piece.repeat(MEGABYTE / piece.length);
      const sanitiser = new Sanitiser();
      const started = performance.now();
      sanitiser.text(text);
      sanitiser.url(`https://${text}`);
      expect(performance.now() - started).toBeLessThan(10_000);
    },
  );

  it('nested deeper than the stack is cut off', () => {
    const depth = 100_000;
    const nested: unknown = JSON.parse(`${'{"a":['.repeat(depth)}${']}'.repeat(depth)}`);
    const sanitised = JSON.stringify(new Sanitiser().json(nested));
    expect(sanitised.length).toBeLessThan(1_000);
    expect(sanitised).toContain('redacted');
  });
});
