import { expect, test } from 'vitest';
import { contentOf } from './telling-body.ts';

const body = ['<h1>', 'base64'] as const;

/** Entries as each browser gives them; typed as the polyfill says they are. */
function entry(getContent: (...args: ((content: string, encoding: string) => void)[]) => unknown) {
  return { getContent: getContent as () => Promise<readonly [string, string]> };
}

test.each([
  ['a callback (Chromium)', entry((told) => void told?.(...body))],
  ['a promise (Firefox)', entry(() => Promise.resolve(body))],
  [
    'a promise, and no argument (the polyfill)',
    entry((...args) => {
      if (args.length > 0) throw new Error('Expected at most 0 arguments for getContent(), got 1');
      return Promise.resolve(body);
    }),
  ],
])('a body that comes by %s', async (_way, one) => {
  expect(await contentOf(one)).toEqual(body);
});
