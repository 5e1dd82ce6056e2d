import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { findCaddy, noCaddy } from '../../scripts/bootstrap/find-caddy.mjs';
import type { Authority, Leaf } from './certificates.ts';
import { freePort } from './free-port.ts';

/** A running Caddy that serves HTTP/3 in front of a plain backend. (It also offers HTTP/2, which is not used.) */
export interface Caddy {
  /** UDP, on 127.0.0.1. */
  port: number;
  /** The name that a QUIC connection was opened for, by the client's port. Waits until Caddy has logged it. */
  sniOf(clientPort: number): Promise<string>;
  close(): Promise<void>;
}

export { findCaddy, noCaddy };

/** The header in which Caddy gives the backend the client's port. */
export const CLIENT_PORT_HEADER = 'x-lab-client-port';

interface CaddyOptions {
  authority: Authority;
  /** The id of the certificate of each host name. */
  hosts: ReadonlyMap<string, string>;
  /** The port of the plain HTTP/1.1 backend on 127.0.0.1. */
  backend: number;
}

function configOf({ authority, hosts, backend }: CaddyOptions, port: number): object {
  const pem = ([id, leaf]: [string, Leaf]) => ({ certificate: leaf.chain, key: leaf.key, tags: [id] });
  const policies = [...hosts].map(([name, certificate]) => ({
    match: { sni: [name] },
    certificate_selection: { any_tag: [certificate] },
  }));
  const proxy = {
    handler: 'reverse_proxy',
    upstreams: [{ dial: `127.0.0.1:${backend}` }],
    headers: { request: { set: { [CLIENT_PORT_HEADER]: ['{http.request.remote.port}'] } } },
  };
  const server = {
    listen: [`127.0.0.1:${port}`],
    protocols: ['h1', 'h2', 'h3'],
    automatic_https: { disable: true },
    tls_connection_policies: policies,
    routes: [{ handle: [proxy] }],
  };
  return {
    admin: { disabled: true },
    // Only the log of a handshake has the name of the connection: Caddy 2.6 does not provide it for HTTP/3 requests.
    logging: { logs: { default: { level: 'DEBUG', encoder: { format: 'json' } } } },
    apps: {
      tls: {
        certificates: { load_pem: [...authority.leaves].map(pem) },
        // A resumed connection chooses no certificate, so Caddy would log no name.
        session_tickets: { disabled: true },
      },
      http: { servers: { h3: server } },
    },
  };
}

interface LogLine {
  msg?: string;
  data?: { client_hello?: { ServerName?: string } };
  subjects?: readonly string[];
  remote_port?: string;
}

/**
 * Reads Caddy's log. The line with the client's port follows the line with the requested name. When two handshakes
 * start within a few milliseconds, both names come first. The port then belongs to the earliest name that the chosen
 * certificate covers.
 */
export class Handshakes {
  readonly #names = new Map<number, string>();
  readonly #waiting = new Map<number, ((name: string) => void)[]>();
  /** Names of handshakes whose port is not logged yet. */
  #requested: string[] = [];

  take({ msg, data, remote_port, subjects = [] }: LogLine): void {
    const requested = data?.client_hello?.ServerName;
    if (requested !== undefined) this.#requested.push(requested);
    if (msg !== 'matched certificate in cache' || remote_port === undefined) return;
    const at = this.#requested.findIndex((name) => subjects.some((subject) => covers(subject, name)));
    const [name = ''] = this.#requested.splice(Math.max(at, 0), 1);
    const port = Number(remote_port);
    this.#names.set(port, name);
    for (const resolve of this.#waiting.get(port) ?? []) resolve(name);
    this.#waiting.delete(port);
  }

  of(port: number): Promise<string> {
    const known = this.#names.get(port);
    if (known !== undefined) return Promise.resolve(known);
    return new Promise((resolve) => this.#waiting.set(port, [...(this.#waiting.get(port) ?? []), resolve]));
  }
}

/** Whether a name in a certificate covers a host. A wildcard replaces the first label. */
function covers(subject: string, host: string): boolean {
  return subject === host || (subject.startsWith('*.') && subject.slice(1) === host.slice(host.indexOf('.')));
}

/** Starts Caddy, which writes nothing to the disk. Throws with the end of its log when it does not start. */
export async function startCaddy(options: CaddyOptions): Promise<Caddy> {
  const program = findCaddy();
  if (program === null) throw new Error(noCaddy);
  const port = await freePort();
  const caddy = spawn(program, ['run', '--config', '-'], { stdio: ['pipe', 'ignore', 'pipe'] });
  const removeAtExit = () => caddy.kill();
  process.once('exit', removeAtExit);
  const handshakes = new Handshakes();
  const last: string[] = [];
  const lines = createInterface({ input: caddy.stderr });
  const serving = new Promise<void>((resolve, reject) => {
    lines.on('line', (line) => {
      last.splice(0, last.length - 5);
      last.push(line);
      const logged: LogLine = line.startsWith('{') ? JSON.parse(line) : {};
      if (logged.msg === 'serving initial configuration') resolve();
      handshakes.take(logged);
    });
    caddy.once('error', reject);
    caddy.once('exit', () => reject(new Error(`Caddy did not start: ${last.join('\n')}`)));
  });
  caddy.stdin.end(JSON.stringify(configOf(options, port)));
  await serving;
  const close = async (): Promise<void> => {
    process.off('exit', removeAtExit);
    if (caddy.exitCode !== null) return;
    caddy.kill('SIGKILL');
    await once(caddy, 'exit');
  };
  return { port, sniOf: (clientPort) => handshakes.of(clientPort), close };
}
