import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { findCaddy, noCaddy } from '../../scripts/bootstrap/find-caddy.mjs';
import type { Authority, Leaf } from './certificates.ts';
import { freePort } from './free-port.ts';

/** A running Caddy that speaks HTTP/3 (and HTTP/2, which nobody asks it for) before a plain backend. */
export interface Caddy {
  /** UDP, on 127.0.0.1. */
  port: number;
  /** The name that a QUIC connection was opened for, by the client's port; waits until Caddy has told it. */
  sniOf(clientPort: number): Promise<string>;
  close(): Promise<void>;
}

export { findCaddy, noCaddy };

/** Headers by which Caddy tells the backend what it saw of the connection. */
export const CLIENT_PORT_HEADER = 'x-lab-client-port';

interface CaddyOptions {
  authority: Authority;
  /** Host name to the id of its certificate. */
  hosts: ReadonlyMap<string, string>;
  /** Port of the plain HTTP/1.1 backend on 127.0.0.1. */
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
    // The name of a connection stands in the log of its handshake only: Caddy 2.6 does not tell it of HTTP/3 requests.
    logging: { logs: { default: { level: 'DEBUG', encoder: { format: 'json' } } } },
    apps: {
      tls: {
        certificates: { load_pem: [...authority.leaves].map(pem) },
        // A resumed connection would choose no certificate, and so log no name.
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
 * Reads Caddy's log: the line that tells the client's port follows the one with the name that it asked for. Where two
 * handshakes begin within some milliseconds, both names come first: then it is the name that waits longest of those
 * that the chosen certificate covers.
 */
export class Handshakes {
  readonly #names = new Map<number, string>();
  readonly #waiting = new Map<number, ((name: string) => void)[]>();
  /** Names of handshakes whose port was not told yet. */
  #asked: string[] = [];

  take({ msg, data, remote_port, subjects = [] }: LogLine): void {
    const asked = data?.client_hello?.ServerName;
    if (asked !== undefined) this.#asked.push(asked);
    if (msg !== 'matched certificate in cache' || remote_port === undefined) return;
    const at = this.#asked.findIndex((name) => subjects.some((subject) => covers(subject, name)));
    const [name = ''] = this.#asked.splice(Math.max(at, 0), 1);
    const port = Number(remote_port);
    this.#names.set(port, name);
    for (const tell of this.#waiting.get(port) ?? []) tell(name);
    this.#waiting.delete(port);
  }

  of(port: number): Promise<string> {
    const known = this.#names.get(port);
    if (known !== undefined) return Promise.resolve(known);
    return new Promise((tell) => this.#waiting.set(port, [...(this.#waiting.get(port) ?? []), tell]));
  }
}

/** Whether a name of a certificate covers a host; a wildcard is its first label. */
function covers(subject: string, host: string): boolean {
  return subject === host || (subject.startsWith('*.') && subject.slice(1) === host.slice(host.indexOf('.')));
}

/** Starts Caddy; it keeps nothing on the disk. Throws with its last words when it does not start. */
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
      const told: LogLine = line.startsWith('{') ? JSON.parse(line) : {};
      if (told.msg === 'serving initial configuration') resolve();
      handshakes.take(told);
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
