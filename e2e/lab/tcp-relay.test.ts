import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type LabClient, openConnection } from './http2-client.ts';
import { type Lab, startLab } from './lab.ts';
import { createRelay } from './tcp-relay.ts';

const roundTrip = 60;
let lab: Lab;

beforeEach(async () => {
  lab = await startLab({ roundTrip });
});

afterEach(() => lab.close());

/** The shortest of five durations, ms, because a busy machine only makes things slower. */
async function shortest(act: () => Promise<unknown>): Promise<number> {
  const durations: number[] = [];
  for (let run = 0; run < 5; run++) {
    const start = performance.now();
    await act();
    durations.push(performance.now() - start);
  }
  return Math.min(...durations);
}

it('the relay adds a round trip for TCP, one for TLS, and one for each request', async () => {
  const clients: LabClient[] = [];
  const opening = await shortest(async () => clients.push(await openConnection(lab, 'www')));
  expect(opening).toBeGreaterThanOrEqual(2 * roundTrip - 2);
  expect(opening).toBeLessThan(3 * roundTrip);
  const request = await shortest(async () => clients[0]?.send('www', '/shop.css'));
  expect(request).toBeGreaterThanOrEqual(roundTrip - 2);
  expect(request).toBeLessThan(2 * roundTrip);
  for (const client of clients) await client.close();
});

it('the relay keeps simultaneous requests simultaneous', async () => {
  const client = await openConnection(lab, 'www');
  const paths = Array.from({ length: 20 }, (_, index) => `/${index}`);
  const start = performance.now();
  await Promise.all(paths.map((path) => client.send('www', path)));
  expect(performance.now() - start).toBeLessThan((paths.length / 2) * roundTrip);
  expect(lab.log.attempts.map((attempt) => attempt.path)).toEqual(paths);
  await client.close();
});

async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

it('the relay keeps the order of all bytes, even when they arrive close together', async () => {
  const echo = createServer((socket) => socket.pipe(socket));
  const relay = createRelay(await listening(echo), 7.3);
  const client = connect({ port: await listening(relay), host: '127.0.0.1', noDelay: true });
  let received = '';
  client.setEncoding('utf8').on('data', (text: string) => {
    received += text;
  });
  let sent = '';
  for (let piece = 0; piece < 3_000; piece++) {
    sent += `${piece} `;
    client.write(`${piece} `);
    await setImmediate();
  }
  client.end();
  await once(client, 'close');
  expect(received).toBe(sent);
  relay.close();
  echo.close();
});
