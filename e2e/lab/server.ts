import {
  constants,
  createSecureServer,
  type Http2SecureServer,
  type Http2ServerRequest,
  type Http2ServerResponse,
} from 'node:http2';
import { type Reply, replyTo } from './answers.ts';
import type { Authority } from './certificates.ts';
import { Connections } from './connections.ts';
import type { LabLog, LoggedAttempt } from './log.ts';
import { hostName, type LabHost, type LabSite } from './site.ts';

/** Answers with the log and is not itself logged, on every host. */
export const logPath = '/.lab/log';

export interface LabServer {
  server: Http2SecureServer;
  connections: Connections;
  /** Hosts that go wrong on their first attempts begin again. */
  forget(): void;
}

interface ServerOptions {
  site: LabSite;
  authority: Authority;
  log: LabLog;
  /** Loading the page retires every other connection, so that each load tells every story from its start. */
  fresh: boolean;
}

function createTlsServer(site: LabSite, authority: Authority): Http2SecureServer {
  const hosts = new Map(site.hosts.map((host) => [hostName(site, host), host]));
  const contextOf = (name: string) => {
    const id = (hosts.get(name) ?? site.hosts[0])?.certificate ?? '';
    const leaf = authority.leaves.get(id);
    if (!leaf) throw new Error(`no certificate "${id}" for ${name}`);
    return leaf.context;
  };
  return createSecureServer({
    allowHTTP1: true,
    SNICallback: (name, done) => done(null, contextOf(name)),
    ALPNCallback: ({ servername, protocols }) => {
      const only = hosts.get(servername)?.protocol;
      return (only ? [only] : ['h2', 'http/1.1']).find((protocol) => protocols.includes(protocol));
    },
  });
}

/** The whole body has arrived; a server that answers 421 earlier may cut the upload, which is not a story here. */
async function drain(request: Http2ServerRequest): Promise<number> {
  let size = 0;
  for await (const chunk of request) size += (chunk as Buffer).length;
  return size;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function send(reply: Reply, request: Http2ServerRequest, response: Http2ServerResponse): void {
  if (reply.status !== 'reset') {
    response.writeHead(reply.status, reply.headers);
    response.end(reply.body);
  } else if (request.httpVersionMajor === 2) response.stream.close(constants.NGHTTP2_INTERNAL_ERROR);
  else request.socket.destroy();
}

function createAttempt(request: Http2ServerRequest, connections: Connections): LoggedAttempt | undefined {
  const overHttp2 = request.httpVersionMajor === 2;
  const socket = overHttp2 ? request.stream.session?.socket : request.socket;
  const connection = connections.at(socket?.remotePort);
  if (!connection) return undefined;
  const authority = (overHttp2 ? request.authority : request.headers.host) ?? '';
  const host = authority.replace(/:\d+$/, '');
  return {
    connection: connection.connection,
    stream: overHttp2 ? (request.stream.id ?? null) : null,
    sni: connection.sni,
    authority,
    host,
    method: request.method,
    path: request.url,
    bodySize: null,
    status: null,
    at: Date.now(),
    endedAt: null,
    coalesced: host !== connection.sni,
  };
}

/** The HTTP/2 and HTTP/1.1 server of all the site's hosts. The caller lets it listen. */
export function createLabServer({ site, authority, log, fresh }: ServerOptions): LabServer {
  const server = createTlsServer(site, authority);
  const connections = new Connections(server, log);
  const hosts = new Map(site.hosts.map((host) => [hostName(site, host), host]));
  const counts = new Map<LabHost, number>();
  const stranger: LabHost = { name: '', story: '', certificate: '', fault: { when: 'always', status: 421 } };

  const startAgain = (attempt: LoggedAttempt, host: LabHost): void => {
    if (!fresh || host !== site.hosts[0] || attempt.path !== '/') return;
    counts.clear();
    void connections.retire(connections.numbered(attempt.connection));
  };

  const answer = async (request: Http2ServerRequest, response: Http2ServerResponse): Promise<void> => {
    const attempt = createAttempt(request, connections);
    if (!attempt) return;
    const { origin } = request.headers;
    if (attempt.path === logPath) {
      const headers = { 'content-type': 'application/json', 'access-control-allow-origin': origin ?? '*' };
      return send({ status: 200, headers, body: JSON.stringify(log) }, request, response);
    }
    const host = hosts.get(attempt.host) ?? stranger;
    startAgain(attempt, host);
    const nth = (counts.get(host) ?? 0) + (attempt.method === 'OPTIONS' ? 0 : 1);
    counts.set(host, nth);
    const reply = replyTo(host, attempt, nth, origin);
    attempt.status = reply.status === 'reset' ? null : reply.status;
    log.attempts.push(attempt);
    response.on('finish', () => {
      attempt.endedAt = Date.now();
    });
    attempt.bodySize = await drain(request);
    if (host.delay) await pause(host.delay);
    send(reply, request, response);
  };

  server.on('request', (request, response) => {
    // A client that goes away in the middle of its request is no failure of the lab; its row stays without an end.
    answer(request, response).catch(() => response.destroy());
  });
  return { server, connections, forget: () => counts.clear() };
}
