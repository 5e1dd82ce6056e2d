import { once } from 'node:events';
import { type ClientHttp2Session, connect as connectHttp2 } from 'node:http2';
import type { Lab } from './lab.ts';

export interface Received {
  status: number | null;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

/** A client that coalesces on request, for the lab's own tests, where no browser decides. */
export interface LabClient {
  session: ClientHttp2Session;
  /** Sends a request for any host of the lab over this connection. */
  send(
    host: string,
    path: string,
    options?: { method?: string; body?: string; origin?: string },
  ): Promise<Received>;
  close(): Promise<void>;
}

const nameOf = (origin: string): string => new URL(origin).host;

/** Opens an HTTP/2 connection with a host's SNI, and verifies the certificate against the lab's CA. */
export async function openConnection(lab: Lab, host: string): Promise<LabClient> {
  const session = connectHttp2(lab.origin(host), {
    ca: lab.ca,
    servername: new URL(lab.origin(host)).hostname,
    lookup: (_name, options, found) =>
      options.all ? found(null, [{ address: '127.0.0.1', family: 4 }]) : found(null, '127.0.0.1', 4),
  });
  await once(session, 'connect');
  const send: LabClient['send'] = async (name, path, { method = 'GET', body, origin } = {}) => {
    const stream = session.request({
      ':method': method,
      ':path': path,
      ':authority': nameOf(lab.origin(name)),
      ...(origin ? { origin } : {}),
    });
    stream.end(body);
    const received: Received = { status: null, headers: {}, body: '' };
    stream.on('response', (headers) => {
      received.status = headers[':status'] ?? null;
      Object.assign(received.headers, headers);
    });
    stream.setEncoding('utf8');
    for await (const chunk of stream) received.body += chunk;
    return received;
  };
  const close = async (): Promise<void> => {
    if (session.destroyed) return;
    session.close();
    await once(session, 'close');
  };
  return { session, send, close };
}
