import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { createAuthority } from '../lab/certificates.ts';
import { freePort } from '../lab/free-port.ts';
import { createRelay } from '../lab/tcp-relay.ts';
import { createUdpRelay } from '../lab/udp-relay.ts';
import { readAccessLog, type Served } from './access-log.ts';
import { SCRIPT } from './lighttpd.ts';
import { COMMANDS, type ServerName } from './server-programs.ts';
import { A, B, type Configuration, type Setup } from './server-setup.ts';

/** Servers are installed in `sbin`, which is not in every user's path. */
const PATH = [process.env.PATH ?? '', '/usr/sbin', '/usr/local/sbin'].join(delimiter);

/** The servers' address. A relay on 127.0.0.1 forwards to it, with the same ports, because configurations and fixes contain them. */
const ADDRESS = '127.0.0.2';

export interface RunningServer {
  readonly port: number;
  /** The requests in its log since its last start. All servers log a request after the response, lighttpd seconds later. */
  served(): readonly Served[];
  /** Restarts it on the same port with another configuration. */
  restart(configuration: Configuration): Promise<void>;
  stop(): Promise<void>;
}

export interface RealServers {
  /** The CA's key, for Chromium's `--ignore-certificate-errors-spki-list`. */
  readonly spki: string;
  /** Starts a server on its own port of 127.0.0.1. `close` stops it. */
  start(name: ServerName, configuration: Configuration): Promise<RunningServer>;
  close(): Promise<void>;
}

/** Real servers, each in its own folder, `roundTrip` ms away, all with one certificate that names both hosts. */
export async function realServers({ roundTrip = 0 } = {}): Promise<RealServers> {
  const dir = mkdtempSync(join(tmpdir(), 'coalescope-servers-'));
  // The workers of Apache and H2O run as nobody and read this folder.
  chmodSync(dir, 0o755);
  const authority = await createAuthority({ shared: [A, B], alone: [A, `other.${A}`] });
  const [leaf, alone] = [authority.leaves.get('shared'), authority.leaves.get('alone')];
  if (leaf === undefined || alone === undefined) throw new Error('no certificate');
  const file = (name: string, text: string): string => {
    writeFileSync(join(dir, name), text);
    return join(dir, name);
  };
  const files = {
    certificate: file('shared.crt', leaf.chain),
    sameCertificate: file('same.crt', leaf.chain),
    key: file('shared.key', leaf.key),
    certificateOfA: file('alone.crt', alone.chain),
    keyOfA: file('alone.key', alone.key),
    both: file('shared.pem', `${leaf.chain}${leaf.key}`),
    ca: file('ca.crt', authority.pem),
  };
  const closing: (() => Promise<unknown>)[] = [];
  return {
    spki: authority.spki,
    start: async (name, configuration) => {
      const own = mkdtempSync(join(dir, `${name}-`));
      chmodSync(own, 0o777);
      const port = await freePort();
      const setup = { ...files, dir: own, address: ADDRESS, port, accessLog: join(own, 'access.log') };
      const relays = await startRelays(port, roundTrip);
      const server = await startServer(name, setup, configuration, relays.drop);
      closing.push(server.stop, relays.close);
      return server;
    },
    close: async () => {
      await Promise.all(closing.map((close) => close()));
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** Relays from 127.0.0.1 to the servers' address: TCP, and UDP for HTTP/3. */
async function startRelays(port: number, roundTrip: number) {
  const tcp = createRelay(port, roundTrip, ADDRESS).listen(port, '127.0.0.1');
  await once(tcp, 'listening');
  const udp = await createUdpRelay({ address: '127.0.0.1', port }, port, roundTrip, ADDRESS);
  const clients = new Set<Socket>();
  tcp.on('connection', (client) => {
    clients.add(client);
    client.once('close', () => clients.delete(client));
  });
  const connections = promisify(tcp.getConnections.bind(tcp));
  return {
    /**
     * Ends the connections of a server that is about to stop. Otherwise a server that stops gracefully waits for its
     * clients (H2O waits 100 s for Chromium).
     */
    drop: async (): Promise<void> => {
      for (const client of clients) client.destroy();
      while ((await connections()) > 0) await pause(20);
    },
    close: () => Promise.all([once(tcp.close(), 'close'), udp.close()]),
  };
}

async function startServer(
  name: ServerName,
  setup: Setup,
  first: Configuration,
  drop: () => Promise<void>,
): Promise<RunningServer> {
  const { dir, port, accessLog } = setup;
  mkdirSync(join(dir, 'www'));
  writeFileSync(join(dir, 'www', 'index.html'), `by ${name}\n`);
  writeFileSync(join(dir, 'www', 'index.cgi'), SCRIPT);
  let child: ChildProcess | null = null;
  const served = (): Served[] =>
    existsSync(accessLog) ? readAccessLog(readFileSync(accessLog, 'utf8')) : [];
  const stop = async (): Promise<void> => {
    if (child !== null && child.exitCode === null && child.signalCode === null) {
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await drop();
      await gone;
    }
  };
  const restart = async (configuration: Configuration): Promise<void> => {
    await stop();
    rmSync(accessLog, { force: true });
    writeFileSync(join(dir, 'conf'), configuration(setup));
    const [command, ...args] = COMMANDS[name](setup);
    const env = {
      ...process.env,
      PATH,
      HOME: dir,
      XDG_DATA_HOME: `${dir}/data`,
      XDG_CONFIG_HOME: `${dir}/config`,
    };
    // HAProxy writes its log to stdout.
    const stdout = openSync(name === 'haproxy' ? accessLog : join(dir, 'stdout'), 'a');
    const started = spawn(command, args, { env, stdio: ['ignore', stdout, 'pipe'] });
    closeSync(stdout);
    child = started;
    let output = '';
    started.stderr?.on('data', (piece) => (output += piece));
    await listening(started, port, () => `${name} does not start:\n${output}`);
  };
  await restart(first);
  return { port, served, restart, stop };
}

const START_TIMEOUT = 60_000;

/** Waits until the server accepts connections on the port; throws when it has ended. */
async function listening(child: ChildProcess, port: number, failure: () => string): Promise<void> {
  const end = Date.now() + START_TIMEOUT;
  while (Date.now() < end && child.exitCode === null && child.pid !== undefined) {
    if (await answers(port)) return;
    await pause(50);
  }
  throw new Error(failure());
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, ADDRESS);
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
