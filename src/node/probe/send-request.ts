import type { ClientHttp2Session, IncomingHttpHeaders } from 'node:http2';
import type { Readable } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import type { Header } from '../../model/capture.ts';
import { TOOL } from '../tool.ts';
import { type Answer, brokenOff, MOST_OF_BODY_READ } from './probe-response.ts';
import { failureWords } from './tls-connection.ts';

export interface Asking {
  readonly authority: string;
  /** With its query. */
  readonly path: string;
  readonly timeoutMs: number;
}

const AGENT = `${TOOL.name}/${TOOL.version} (probe)`;

/** Opens an HTTP/2 session on a connection. It never throws: errors show in its responses. */
export function openSession(socket: TLSSocket, { connect }: typeof import('node:http2')): ClientHttp2Session {
  const session = connect('https://probe.invalid', { createConnection: () => socket });
  // Each stream reports the same error, and it is handled there.
  session.on('error', () => socket.destroy());
  return session;
}

/** Sends a request over HTTP/2; the authority can be any host. */
export async function askHttp2(session: ClientHttp2Session, asking: Asking): Promise<Answer> {
  const stream = session.request({
    ':method': 'GET',
    ':scheme': 'https',
    ':authority': asking.authority,
    ':path': asking.path,
    'user-agent': AGENT,
    accept: '*/*',
  });
  let status: number | null = null;
  let headers: Header[] = [];
  stream.on('response', (received) => {
    status = received[':status'] ?? null;
    headers = headerList(received);
  });
  stream.setTimeout(asking.timeoutMs, () => stream.destroy(new Error('no response in time')));
  try {
    const body = await beginningOf(stream);
    return status === null ? brokenOff('closed without a response') : { status, headers, body, error: null };
  } catch (error) {
    return { status, headers, body: '', error: resetWords(error) };
  }
}

/** Sends a request over HTTP/1.1, one per connection. */
export async function askHttp1(socket: TLSSocket, { authority, path, timeoutMs }: Asking): Promise<Answer> {
  const { request } = await import('node:http');
  return new Promise((resolve) => {
    const sent = request(
      {
        createConnection: () => socket,
        path,
        timeout: timeoutMs,
        headers: { host: authority, 'user-agent': AGENT, accept: '*/*', connection: 'close' },
      },
      (response) => {
        const { statusCode: status = null } = response;
        const headers = headerList(response.headers);
        beginningOf(response).then(
          (body) => resolve({ status, headers, body, error: null }),
          (error) => resolve({ status, headers, body: '', error: failureWords(error) }),
        );
      },
    );
    sent.on('timeout', () => sent.destroy(new Error('no response in time')));
    sent.on('error', (error) => resolve(brokenOff(failureWords(error))));
    sent.end();
  });
}

/** Reads as much of a body as is needed, without waiting for the rest. */
async function beginningOf(body: Readable): Promise<string> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of body) {
    const bytes = Buffer.from(piece);
    pieces.push(bytes);
    size += bytes.length;
    if (size >= MOST_OF_BODY_READ) break;
  }
  return Buffer.concat(pieces).subarray(0, MOST_OF_BODY_READ).toString('utf8');
}

function headerList(headers: IncomingHttpHeaders): Header[] {
  return Object.entries(headers)
    .filter(([name]) => !name.startsWith(':'))
    .map(([name, value]) => ({ name, value: Array.isArray(value) ? value.join(', ') : String(value) }));
}

/** Prefers an error code such as `NGHTTP2_PROTOCOL_ERROR`, which is more specific than "stream closed". */
function resetWords(error: unknown): string {
  const words = failureWords(error);
  return /NGHTTP2_\w+/.exec(words)?.[0] ?? words;
}
