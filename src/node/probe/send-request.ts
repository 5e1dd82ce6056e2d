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

/** An HTTP/2 session on a connection; never fails by itself: what goes wrong shows in its answers. */
export function openSession(socket: TLSSocket, { connect }: typeof import('node:http2')): ClientHttp2Session {
  const session = connect('https://probe.invalid', { createConnection: () => socket });
  // Each stream tells the same error, and that is where it is looked at.
  session.on('error', () => socket.destroy());
  return session;
}

/** Asks over HTTP/2, with any authority on that connection. */
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
  stream.on('response', (told) => {
    status = told[':status'] ?? null;
    headers = headerList(told);
  });
  stream.setTimeout(asking.timeoutMs, () => stream.destroy(new Error('no answer in time')));
  try {
    const body = await beginningOf(stream);
    return status === null ? brokenOff('closed without an answer') : { status, headers, body, error: null };
  } catch (error) {
    return { status, headers, body: '', error: resetWords(error) };
  }
}

/** Asks over HTTP/1.1, once for each connection. */
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
    sent.on('timeout', () => sent.destroy(new Error('no answer in time')));
    sent.on('error', (error) => resolve(brokenOff(failureWords(error))));
    sent.end();
  });
}

/** As much of a body as is needed; the rest is not waited for. */
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

/** `NGHTTP2_PROTOCOL_ERROR` says more than that a stream was closed. */
function resetWords(error: unknown): string {
  const words = failureWords(error);
  return /NGHTTP2_\w+/.exec(words)?.[0] ?? words;
}
