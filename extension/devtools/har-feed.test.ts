import { expect, test } from 'vitest';
import type { PageRecord } from '../protocol/messages.ts';
import { HarDedupe, HarFeed, withoutBodies } from './har-feed.ts';

const entry = (url: string, startedDateTime = '2026-01-01T00:00:00.000Z') => ({
  startedDateTime,
  time: 5,
  request: { method: 'POST', url, postData: { mimeType: 'a/b', text: 'secret', params: [{ name: 'p' }] } },
  response: { status: 200, content: { size: 3, mimeType: 'a/b', text: 'abc', encoding: 'base64' } },
  timings: {},
  getContent: () => undefined,
});

function feed() {
  const sent: PageRecord[] = [];
  const it = new HarFeed((records) => {
    sent.push(...records);
    return true;
  });
  const numbers = () => sent.splice(0).map(({ n }) => n);
  return { it, sent, numbers };
}

test('nothing is sent until the worker reports what it has; then the missing records follow in order', () => {
  const { it, numbers } = feed();
  it.add(entry('https://a.test/1'));
  it.add(entry('https://a.test/2'));
  expect(numbers()).toEqual([]);
  it.take({ type: 'welcome', have: 0, refillFrom: null });
  it.add(entry('https://a.test/3'));
  expect(numbers()).toEqual([1, 2, 3]);
  it.disconnected();
  it.add(entry('https://a.test/4'));
  it.take({ type: 'welcome', have: 3, refillFrom: null });
  expect(numbers()).toEqual([4]);
  it.take({ type: 'forget', from: 2 });
  it.take({ type: 'unwanted', records: [3] });
  it.take({ type: 'welcome', have: 4, refillFrom: 1 });
  expect(numbers()).toEqual([2, 4]);
});

test('many records are split into several messages', () => {
  const sizes: number[] = [];
  const it = new HarFeed((records) => sizes.push(records.length) > 0);
  for (let i = 0; i < 450; i++) it.add(entry(`https://a.test/${i}`));
  it.take({ type: 'welcome', have: 0, refillFrom: null });
  expect(sizes).toEqual([200, 200, 50]);
});

test('bodies stay in DevTools, and the rest can be sent through a port', () => {
  const bare = withoutBodies(entry('https://a.test/'));
  expect(structuredClone(bare)).toEqual(bare);
  expect(JSON.stringify(bare)).not.toMatch(/secret|abc|base64/);
  expect(bare).toMatchObject({
    response: { content: { size: 3 } },
    request: { postData: { mimeType: 'a/b' } },
  });
  for (const odd of [null, 1, 'x', {}, { request: 3 }, { response: { content: [] } }]) withoutBodies(odd);
});

test('an entry that was reported when it finished is not taken again from the history', () => {
  const dedupe = new HarDedupe();
  const twice = entry('https://a.test/same');
  dedupe.live(twice);
  dedupe.live(entry('https://a.test/live'));
  const history = { entries: [twice, twice, entry('https://a.test/early'), entry('https://a.test/live')] };
  const urls = dedupe.missing({ log: history }).map((e) => (e as ReturnType<typeof entry>).request.url);
  expect(urls).toEqual(['https://a.test/same', 'https://a.test/early']);
  expect(new HarDedupe().missing(history)).toHaveLength(4);
  expect(new HarDedupe().missing(undefined)).toEqual([]);
});

test('only a body that may identify the server follows its entry, cut to 4,096 characters', async () => {
  const { it, sent } = feed();
  it.take({ type: 'welcome', have: 0, refillFrom: null });
  const add = async (status: number, body: string, size = body.length, encoding = '') => {
    const response = { status, content: { size, mimeType: 'text/html' } };
    await it.add({ ...entry('https://a.test/1'), response }, async () => [body, encoding]);
    const requests = sent.splice(0).flatMap(({ events }) => events.filter((e) => e.kind === 'request'));
    expect(new Set(requests.map(({ key }) => key)).size).toBe(1);
    return requests.map(({ facts }) => facts.responseBody ?? null);
  };
  expect(await add(421, 'x'.repeat(9_000))).toEqual([null, 'x'.repeat(4_096)]);
  expect(await add(404, '')).toEqual([null, '']);
  expect(await add(200, 'private')).toEqual([null]);
  expect(await add(404, 'large', 50_000)).toEqual([null]);
  expect(await add(421, 'eA==', 3, 'base64')).toEqual([null]);
});

test('nothing follows an entry whose body DevTools no longer has', async () => {
  const { it, sent } = feed();
  it.take({ type: 'welcome', have: 0, refillFrom: null });
  const response = { status: 421, content: { size: 3 } };
  await it.add({ ...entry('https://a.test/1'), response }, () => Promise.reject(new Error('gone')));
  expect(sent).toHaveLength(1);
});
