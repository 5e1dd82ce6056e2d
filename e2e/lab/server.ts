import type { OutgoingHttpHeaders } from 'node:http';
import {
  createSecureServer,
  type Http2SecureServer,
  type Http2ServerRequest,
  type Http2ServerResponse,
} from 'node:http2';
import type { Authority } from './certificates.ts';
import { type Exchange, labExchange } from './exchange.ts';
import { type Reply, replyTo } from './fault-replies.ts';
import { Connections } from './lab-connections.ts';
import type { LabLog, LoggedAttempt, LoggedConnection } from './log.ts';
import { hostName, type LabHost, type LabSite } from './site.ts';

/** On every host, this path returns the log. Requests for it are not logged. */
export const logPath = '/.lab/log';

export interface LabServer {
  server: Http2SecureServer;
  /** The server for the address that requests client certificates; null without such an address. */
  asking: Http2SecureServer | null;
  connections: Connections;
  /** Logs an attempt and answers it as the site defines, for any kind of server. */
  answer(attempt: LoggedAttempt, exchange: Exchange): Promise<void>;
  /** Resets the counts of attempts, so that faults on the first attempts occur again. */
  forget(): void;
}

interface ServerOptions {
  site: LabSite;
  authority: Authority;
  log: LabLog;
  /** Each load of the page retires all other connections, so that it repeats every story. */
  fresh: boolean;
}

function createTlsServer(site: LabSite, authority: Authority, asks: boolean): Http2SecureServer {
  const hosts = new Map(site.hosts.map((host) => [hostName(site, host), host]));
  const contextOf = (name: string) => {
    const id = (hosts.get(name) ?? site.hosts[0])?.certificate ?? '';
    const leaf = authority.leaves.get(id);
    if (!leaf) throw new Error(`no certificate "${id}" for ${name}`);
    return leaf.context;
  };
  return createSecureServer({
    allowHTTP1: true,
    ...(asks && { requestCert: true, rejectUnauthorized: false }),
    SNICallback: (name, done) => done(null, contextOf(name)),
    ALPNCallback: ({ servername, protocols }) => {
      const only = hosts.get(servername)?.protocol;
      return (only ? [only] : ['h2', 'http/1.1']).find((protocol) => protocols.includes(protocol));
    },
  });
}

function headersOf({ headers = {} }: LabSite, { authority }: LoggedAttempt): OutgoingHttpHeaders {
  const port = authority.split(':')[1] ?? '443';
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, value.replace('{port}', port)]),
  );
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function send({ status, headers, body }: Reply, exchange: Exchange): void {
  if (status === 'reset') exchange.reset();
  else if (status === 'close') exchange.close();
  else exchange.answer(status, headers, body);
}

/** The log entry of a request that has just arrived on a connection. */
export function loggedAttempt(
  { method, path, authority }: Exchange,
  { connection, sni }: LoggedConnection,
  stream: number | null,
): LoggedAttempt {
  const host = authority.replace(/:\d+$/, '');
  return {
    connection,
    stream,
    sni,
    authority,
    host,
    method,
    path,
    bodySize: null,
    status: null,
    at: Date.now(),
    endedAt: null,
    coalesced: host !== sni,
  };
}

/** Sends an ORIGIN frame with the first request, because that contains the port that clients use. */
function announceOrigins(
  server: Http2SecureServer,
  site: LabSite,
  hosts: ReadonlyMap<string, LabHost>,
): void {
  server.on('session', (session) => {
    session.once('stream', (_stream, headers) => {
      const [sni = '', port = '443'] = (headers[':authority'] ?? '').split(':');
      const listed = hosts.get(sni)?.originFrame;
      if (listed === undefined) return;
      session.origin(...listed.map((name) => `https://${name}.${site.domain}:${port}`));
    });
  });
}

/** The HTTP/2 and HTTP/1.1 server of all hosts of the site. The caller calls `listen()`. */
export function createLabServer({ site, authority, log, fresh }: ServerOptions): LabServer {
  const server = createTlsServer(site, authority, false);
  const asking = site.asksAt === undefined ? null : createTlsServer(site, authority, true);
  const servers = asking === null ? [server] : [server, asking];
  const connections = new Connections(log);
  const hosts = new Map(site.hosts.map((host) => [hostName(site, host), host]));
  const counts = new Map<LabHost, number>();
  const unknownHost: LabHost = {
    name: '',
    story: '',
    certificate: '',
    fault: { when: 'always', status: 421 },
  };

  const startAgain = (attempt: LoggedAttempt, host: LabHost): void => {
    if (!fresh || host !== site.hosts[0] || attempt.path !== '/') return;
    counts.clear();
    void connections.retire(connections.numbered(attempt.connection));
  };

  const answer = async (attempt: LoggedAttempt, exchange: Exchange): Promise<void> => {
    const { origin } = exchange;
    if (attempt.path === logPath) {
      const headers = { 'content-type': 'application/json', 'access-control-allow-origin': origin ?? '*' };
      return send({ status: 200, headers, body: JSON.stringify(log) }, exchange);
    }
    const host = hosts.get(attempt.host) ?? unknownHost;
    startAgain(attempt, host);
    const nth = (counts.get(host) ?? 0) + (attempt.method === 'OPTIONS' ? 0 : 1);
    counts.set(host, nth);
    const reply = replyTo(host, attempt, nth, origin);
    attempt.status = typeof reply.status === 'number' ? reply.status : null;
    log.attempts.push(attempt);
    exchange.whenFinished(() => {
      attempt.endedAt = Date.now();
    });
    attempt.bodySize = await exchange.drain();
    if (host.delay) await pause(host.delay);
    send({ ...reply, headers: { ...headersOf(site, attempt), ...reply.headers } }, exchange);
  };

  const onRequest = (request: Http2ServerRequest, response: Http2ServerResponse): void => {
    const overHttp2 = request.httpVersionMajor === 2;
    const socket = overHttp2 ? request.stream.session?.socket : request.socket;
    const connection = connections.at(socket?.remotePort);
    if (connection === undefined) return;
    const exchange = labExchange(request, response);
    const stream = overHttp2 ? (request.stream.id ?? null) : null;
    // A client that disconnects during its request is not a failure of the lab; its log entry stays without an end.
    answer(loggedAttempt(exchange, connection, stream), exchange).catch(() => response.destroy());
  };
  for (const each of servers) {
    connections.watch(each);
    each.on('request', onRequest);
    announceOrigins(each, site, hosts);
  }
  return { server, asking, connections, answer, forget: () => counts.clear() };
}
