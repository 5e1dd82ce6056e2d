import { afterEach, expect, it } from 'vitest';
import { InputError } from '../input/read-input.ts';
import { HOSTILE_SERVERS, type HostileServer } from '../testing/hostile-servers.ts';
import { type Listening, listening } from '../testing/listening.ts';
import { type Probed, probe } from './probe.ts';
import { verdictOf } from './verdict.ts';

let server: Listening | null = null;
afterEach(async () => {
  await server?.close();
  server = null;
});

async function ask(name: HostileServer, timeoutMs: number): Promise<Probed> {
  server = await listening(HOSTILE_SERVERS[name]());
  const url = new URL(`https://b.test:${server.port}/`);
  return probe({ url, sni: 'a.test', address: '127.0.0.1', insecure: true, timeoutMs });
}

/** Why the server cannot be probed. */
async function complaint(name: HostileServer, timeoutMs: number): Promise<string> {
  const error: unknown = await ask(name, timeoutMs).catch((reason: unknown) => reason);
  if (!(error instanceof InputError)) throw error;
  return error.message.replace(`a.test at 127.0.0.1 port ${server?.port}: `, '');
}

/** Every server answers once or never: only those that never do need the time. */
const ENOUGH_MS = 20_000;
const SHORT_MS = 3_000;

const BROKEN: Partial<Record<HostileServer, string>> = {
  'closes at once': 'the server closed the connection without a response',
  'plain http': 'the server does not speak TLS on this port (ERR_SSL_WRONG_VERSION_NUMBER)',
  'closes after TLS': 'the server closed the connection without a response',
  'not HTTP': 'the response is not HTTP/1.1 (Expected HTTP/, RTSP/ or ICE/)',
  'no status': 'the response is not HTTP/1.1 (Invalid status code)',
  'endless headers': 'the headers of the response are larger than 16 KB',
  'bad frames': 'the server breaks the rules of HTTP/2 (Protocol error)',
  'resets every stream': 'the HTTP/2 stream ended with NGHTTP2_REFUSED_STREAM',
  'GOAWAY at once': 'the HTTP/2 stream ended with NGHTTP2_REFUSED_STREAM',
  'thousands of headers': 'the HTTP/2 stream ended with NGHTTP2_ENHANCE_YOUR_CALM',
};

it.each(Object.entries(BROKEN))('a server that does this is described: %s', async (name, words) => {
  expect(await complaint(name as HostileServer, ENOUGH_MS)).toBe(words);
});

const SLOW: Partial<Record<HostileServer, string>> = {
  silent: 'no TLS handshake within 3 seconds',
  'never responds over HTTP/1.1': 'no response within 3 seconds',
  'a header at a time': 'no response within 3 seconds',
  'a byte at a time over HTTP/1.1': 'the response did not end within 3 seconds',
  'never responds over HTTP/2': 'no response within 3 seconds',
  'endless interim responses': 'no response within 3 seconds',
  'a byte at a time over HTTP/2': 'the response did not end within 3 seconds',
};

it.each(Object.entries(SLOW))('a server ends the probe with the timeout: %s', async (name, words) => {
  expect(await complaint(name as HostileServer, SHORT_MS)).toBe(words);
});

it.each(['an endless body over HTTP/1.1', 'an endless body over HTTP/2', 'a compression bomb'] as const)(
  'a server is read only as far as needed: %s',
  async (name) => {
    const all = await ask(name, ENOUGH_MS);
    expect(verdictOf(all).kind).toBe('no-difference');
    // Characters of the response as it was sent; nothing is decompressed.
    expect(all.own.answer.body.length).toBeLessThanOrEqual(65_536);
  },
);

it('there is a test for every hostile server', () => {
  const bodies = 3;
  expect(Object.keys({ ...BROKEN, ...SLOW }).length + bodies).toBe(Object.keys(HOSTILE_SERVERS).length);
});
