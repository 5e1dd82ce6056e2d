import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { portPair } from '../testing/port-pair.ts';
import type { PortLike } from './reconnecting-port.ts';
import { ReconnectingPort } from './reconnecting-port.ts';

let warn: ReturnType<typeof vi.spyOn>;
beforeEach(() => {
  vi.useFakeTimers();
  warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const text = (message: unknown) => (typeof message === 'string' ? message : null);

function connected(refuse: () => boolean = () => false) {
  const workers: PortLike[] = [];
  const received: unknown[] = [];
  const links: string[] = [];
  const got: string[] = [];
  const attempts: number[] = [];
  const port = new ReconnectingPort<string, string>({
    connect: () => {
      attempts.push(Date.now());
      if (refuse()) throw new Error('Extension context invalidated.');
      const [page, worker] = portPair();
      workers.push(worker);
      worker.onMessage.addListener((message) => received.push(message));
      return page;
    },
    guard: text,
    hello: () => `hello ${workers.length}`,
    onMessage: (message) => got.push(message),
    onLink: (link) => links.push(link),
  });
  return { port, workers, received, links, got, attempts };
}

test('the port sends hello first on each connection, and reconnects when the worker is stopped', async () => {
  const { port, workers, received, links } = connected();
  port.send('a');
  await vi.advanceTimersByTimeAsync(10);
  workers[0]?.disconnect();
  await vi.advanceTimersByTimeAsync(0);
  expect(port.send('lost')).toBe(false);
  await vi.advanceTimersByTimeAsync(100);
  expect(port.send('b')).toBe(true);
  await vi.advanceTimersByTimeAsync(10);
  expect(received).toEqual(['hello 1', 'a', 'hello 2', 'b']);
  expect(links).toEqual(['connected', 'reconnecting', 'connected']);
});

test('only messages of the protocol are delivered', async () => {
  const { workers, got } = connected();
  workers[0]?.postMessage({ not: 'text' });
  workers[0]?.postMessage('yes');
  await vi.advanceTimersByTimeAsync(10);
  expect(got).toEqual(['yes']);
  expect(warn).toHaveBeenCalledOnce();
});

test('without a runtime the port tries again at growing intervals', async () => {
  const { attempts } = connected(() => true);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(attempts.length).toBeGreaterThan(8);
  expect(attempts.length).toBeLessThan(25);
  expect((attempts.at(-1) ?? 0) - (attempts.at(-2) ?? 0)).toBe(5_000);
});

test('pings keep the worker running while a page is open', async () => {
  const { received, port } = connected();
  await vi.advanceTimersByTimeAsync(65_000);
  expect(received.filter((message) => typeof message === 'object')).toEqual(Array(3).fill({ type: 'ping' }));
  port.close();
  await vi.advanceTimersByTimeAsync(65_000);
  expect(received).toHaveLength(4);
});

test('a closed port does not reconnect', async () => {
  const { port, attempts } = connected();
  port.close();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(attempts).toHaveLength(1);
  expect(port.send('x')).toBe(false);
});
