import { expect, test } from 'vitest';
import { FakeBrowser, FakeDevTools, request, settle } from '../testing/fake-browser.ts';
import { useFakeTime } from '../testing/fake-time.ts';

useFakeTime();

const A = 'https://a.test/';

test('evidence from the browser’s own log stays in the tab’s journal when the worker and the panel restart', async () => {
  const browser = new FakeBrowser();
  const devtools = new FakeDevTools(browser, 1);
  await settle();
  devtools.feed.record([request('d1', A, 'har')]);
  await settle();
  const now = Date.now();
  const netlogRequest = { kind: 'request', source: 'netlog', key: 'log/1', url: A, method: 'GET' } as const;
  const attempt = { kind: 'attempt', source: 'netlog', key: 'log/1' } as const;
  const events = [
    { ...netlogRequest, facts: { startedAt: now } },
    { ...attempt, index: 0, facts: { connection: '7', status: 421, restart: 'misdirected' } },
    { ...attempt, index: 1, facts: { connection: '9', status: 200 } },
  ] as const;
  // More than fits into one message.
  const many = Array.from({ length: 1_200 }, (_, port) => ({
    kind: 'connection' as const,
    source: 'netlog' as const,
    id: String(port),
    facts: { protocol: 'h2' as const },
  }));
  devtools.live.join([...many, ...events]);
  await settle();
  const statuses = ({ capture }: FakeDevTools) =>
    capture.requests.map(({ attempts }) => attempts.map(({ status }) => status));
  expect(statuses(devtools)).toEqual([[421, 200]]);
  browser.stop();
  const later = new FakeDevTools(browser, 1);
  await settle();
  expect(statuses(later)).toEqual([[421, 200]]);
  expect(later.capture.connections.length).toBe(1_200);
});
