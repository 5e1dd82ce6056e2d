import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { visible } from './visible.ts';

describe('visible', () => {
  test('leaves ordinary text unchanged, including accents and other scripts', () => {
    expect(visible('https://bücher.example/straße?q=日本')).toBe('https://bücher.example/straße?q=日本');
  });

  test('writes direction overrides, zero-width and control characters as code points', () => {
    expect(visible('shop\u202egnp.exe')).toBe('shop‹U+202E›gnp.exe');
    expect(visible('a\u200bb\u0000c\nd')).toBe('a‹U+200B›b‹U+0000›c‹U+000A›d');
  });

  test('cuts long text and says how much is missing', () => {
    expect(visible('abcdef', 4)).toBe('abcd… (2 more characters)');
  });

  test('the result never contains an invisible character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(visible(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      }),
    );
  });
});
