import { describe, expect, it } from 'vitest';
import { cutText, cutTexts } from './long-text.ts';

const picture = (last: string) => `data:image/png;base64,${'A'.repeat(400_000)}${last}`;

describe('a very long text', () => {
  it('is cut to its beginning, and says how long it was', () => {
    const cut = cutText(picture('='));
    expect(cut.length).toBeLessThan(1_100);
    expect(cut).toMatch(/^data:image\/png;base64,A+…\(400023 characters, [0-9a-f]+\)$/);
  });

  it('stays apart from another one of the same length', () => {
    expect(cutText(picture('1'))).not.toBe(cutText(picture('2')));
    expect(cutText(picture('1'))).toBe(cutText(picture('1')));
  });

  it('is cut wherever it stands, and nothing else is changed', () => {
    const entry = {
      request: { url: picture('='), headers: [{ name: 'a', value: 'b' }] },
      time: 3,
      list: [null],
    };
    expect(cutTexts(entry)).toEqual({ ...entry, request: { ...entry.request, url: cutText(picture('=')) } });
  });

  it('that is as long as a header may be is kept', () => {
    const header = 'x'.repeat(16_384);
    expect(cutText(header)).toBe(header);
    const entry = { request: { url: header } };
    expect(cutTexts(entry)).toBe(entry);
  });
});
