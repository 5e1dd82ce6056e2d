import type { ClientHttp2Session, IncomingHttpHeaders } from 'node:http2';
import type { Readable } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import type { Header } from '../../model/capture.ts';
import { inTime, type TimeLeft, within } from '../time-left.ts';
import { TOOL } from '../tool.ts';
import { CLOSED } from './failure-words.ts';
import { type Answer, brokenOff, type Head, MOST_OF_BODY_READ, NO_HEAD } from './probe-response.ts';

export interface Asking {
  readonly authority: string;
  /** With its query. */
  readonly path: string;
  readonly time: TimeLeft;
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
  let head = NO_HEAD;
  try {
    const stream = session.request({
      ':method': 'GET',
      ':scheme': 'https',
      ':authority': asking.authority,
      ':path': asking.path,
      'user-agent': AGENT,
      accept: '*/*',
    });
    stream.on('response', (received) => {
      head = { status: received[':status'] ?? null, headers: headerList(received) };
    });
    const body = await inTime(
      beginningOf(stream),
      asking.time,
      (ms) => late(head, ms),
      (error) => stream.destroy(error),
    );
    return whole(head, body);
  } catch (error) {
    return brokenOff(error, head);
  }
}

/** Sends a request over HTTP/1.1, one per connection. */
export async function askHttp1(socket: TLSSocket, { authority, path, time }: Asking): Promise<Answer> {
  const { request } = await import('node:http');
  let head = NO_HEAD;
  const body = new Promise<string>((resolve, reject) => {
    const sent = request(
      {
        createConnection: () => socket,
        path,
        headers: { host: authority, 'user-agent': AGENT, accept: '*/*', connection: 'close' },
      },
      (response) => {
        head = { status: response.statusCode ?? null, headers: headerList(response.headers) };
        beginningOf(response).then(resolve, reject);
      },
    );
    sent.on('error', reject);
    sent.end();
  });
  try {
    const text = await inTime(
      body,
      time,
      (ms) => late(head, ms),
      (error) => socket.destroy(error),
    );
    return whole(head, text);
  } catch (error) {
    return brokenOff(error, head);
  }
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

function whole(head: Head, body: string): Answer {
  return head.status === null ? brokenOff(CLOSED) : { ...head, body, error: null, late: false };
}

function late({ status }: Head, ms: number): string {
  return status === null ? `no response ${within(ms)}` : `the response did not end ${within(ms)}`;
}

function headerList(headers: IncomingHttpHeaders): Header[] {
  return Object.entries(headers)
    .filter(([name]) => !name.startsWith(':'))
    .map(([name, value]) => ({ name, value: Array.isArray(value) ? value.join(', ') : String(value) }));
}
