import { expect, test } from 'vitest';
import { contentOf, keptBody } from './response-body.ts';

const body = ['<h1>', 'base64'] as const;

/** Entries as each browser gives them; typed as the polyfill says they are. */
function entry(getContent: (...args: ((content: string, encoding: string) => void)[]) => unknown) {
  return { getContent: getContent as () => Promise<readonly [string, string]> };
}

test.each([
  ['a callback (Chromium)', entry((done) => void done?.(...body))],
  ['a promise (Firefox)', entry(() => Promise.resolve(body))],
  [
    'a promise, without any argument (the polyfill)',
    entry((...args) => {
      if (args.length > 0) throw new Error('Expected at most 0 arguments for getContent(), got 1');
      return Promise.resolve(body);
    }),
  ],
])('contentOf reads a body that DevTools returns by %s', async (_way, one) => {
  expect(await contentOf(one)).toEqual(body);
});

/** The body that is kept of a response, and whether DevTools was asked for it. */
async function kept(response: unknown, content = 'Misdirected', encoding = '') {
  let asked = false;
  const body = await keptBody({ response }, () => {
    asked = true;
    return Promise.resolve([content, encoding]);
  });
  return { body, asked };
}

test('only a small body that may identify the server is fetched', async () => {
  expect(await kept({ status: 421, content: { size: 300 } })).toEqual({ body: 'Misdirected', asked: true });
  expect(await kept({ status: 421 })).toEqual({ body: 'Misdirected', asked: true });
  expect(await kept({ status: 200, content: { size: 300 } })).toEqual({ body: null, asked: false });
  expect(await kept({ status: 404, content: { size: 16_385 } })).toEqual({ body: null, asked: false });
  expect(await kept(undefined)).toEqual({ body: null, asked: false });
});

test('the first 4,096 characters of a text body are kept, and nothing of a binary one', async () => {
  expect((await kept({ status: 421 }, 'x'.repeat(5_000))).body).toBe('x'.repeat(4_096));
  expect((await kept({ status: 421 }, 'TWlz', 'base64')).body).toBeNull();
});

test('a body is unknown after the tab has left its page', async () => {
  expect(await keptBody({ response: { status: 421 } }, () => Promise.reject(new Error('gone')))).toBeNull();
});
