import { expect, test } from 'vitest';
import { contentOf, keptBody } from './answer-body.ts';

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

/** What is known of the body of an answer, and whether DevTools was asked for it. */
async function told(response: unknown, content = 'Misdirected', encoding = '') {
  let asked = false;
  const body = await keptBody({ response }, () => {
    asked = true;
    return Promise.resolve([content, encoding]);
  });
  return { body, asked };
}

test('a body is asked for only where it can tell who wrote the answer, and is small', async () => {
  expect(await told({ status: 421, content: { size: 300 } })).toEqual({ body: 'Misdirected', asked: true });
  expect(await told({ status: 421 })).toEqual({ body: 'Misdirected', asked: true });
  expect(await told({ status: 200, content: { size: 300 } })).toEqual({ body: null, asked: false });
  expect(await told({ status: 404, content: { size: 16_385 } })).toEqual({ body: null, asked: false });
  expect(await told(undefined)).toEqual({ body: null, asked: false });
});

test('of a text 4,096 characters are kept, of anything else nothing', async () => {
  expect((await told({ status: 421 }, 'x'.repeat(5_000))).body).toBe('x'.repeat(4_096));
  expect((await told({ status: 421 }, 'TWlz', 'base64')).body).toBeNull();
});

test('a body that the page took with it is not known', async () => {
  expect(await keptBody({ response: { status: 421 } }, () => Promise.reject(new Error('gone')))).toBeNull();
});
