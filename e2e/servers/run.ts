import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { findServer } from '../../scripts/bootstrap/find-server.mjs';
import { createAuthority } from '../lab/certificates.ts';
import { freePort } from '../lab/free-port.ts';
import { REFUSES } from './lighttpd.ts';
import { A, B, type Configuration, type Setup } from './setup.ts';

export type ServerName = 'apache' | 'nginx' | 'caddy' | 'haproxy' | 'lighttpd';

/** Each in the foreground, with one configuration file. */
const COMMANDS: Readonly<Record<ServerName, (setup: Setup) => readonly [string, ...string[]]>> = {
  apache: ({ dir }) => ['apache2', '-DFOREGROUND', '-f', `${dir}/conf`],
  nginx: ({ dir }) => ['nginx', '-p', dir, '-c', `${dir}/conf`, '-e', `${dir}/error.log`],
  caddy: ({ dir }) => ['caddy', 'run', '--config', `${dir}/conf`, '--adapter', 'caddyfile'],
  haproxy: ({ dir }) => ['haproxy', '-db', '-f', `${dir}/conf`],
  lighttpd: ({ dir }) => ['lighttpd', '-D', '-f', `${dir}/conf`],
};

/** Servers stand in `sbin`, which is not in everybody's path. */
const PATH = [process.env.PATH ?? '', '/usr/sbin', '/usr/local/sbin'].join(delimiter);

/** Which of them this machine has. */
export function isInstalled(name: ServerName): boolean {
  return findServer(name === 'apache' ? 'apache2' : name) !== null;
}

/** Apache compares TLS settings strictly since 2.4.64, and knows SSLVHostSNIPolicy since 2.4.66. */
export function apacheIsStrict(): boolean {
  const program = findServer('apache2');
  if (program === null) return false;
  const [, patch = '0'] =
    /Apache\/2\.4\.(\d+)/.exec(execFileSync(program, ['-v'], { encoding: 'utf8' })) ?? [];
  return Number(patch) >= 66;
}

export interface RunningServer {
  readonly port: number;
  /** Starts it again on the same port with another configuration. */
  restart(configuration: Configuration): Promise<void>;
  close(): Promise<void>;
}

export interface RealServers {
  /** The CA's certificate, PEM. */
  readonly ca: string;
  readonly spki: string;
  /** Starts a server on a port of its own of 127.0.0.1; it is stopped with the others. */
  start(name: ServerName, configuration: Configuration): Promise<RunningServer>;
  close(): Promise<void>;
}

/** Real servers in folders of their own, all with one certificate that names both hosts. */
export async function realServers(): Promise<RealServers> {
  const dir = mkdtempSync(join(tmpdir(), 'coalescope-servers-'));
  // Apache's workers are nobody's and read it.
  chmodSync(dir, 0o755);
  const authority = await createAuthority({ shared: [A, B] });
  const leaf = authority.leaves.get('shared');
  if (leaf === undefined) throw new Error('no certificate');
  const file = (name: string, text: string): string => {
    writeFileSync(join(dir, name), text);
    return join(dir, name);
  };
  const files = {
    certificate: file('shared.crt', leaf.chain),
    sameCertificate: file('same.crt', leaf.chain),
    key: file('shared.key', leaf.key),
    both: file('shared.pem', `${leaf.chain}${leaf.key}`),
    ca: file('ca.crt', authority.pem),
  };
  const running: RunningServer[] = [];
  return {
    ca: authority.pem,
    spki: authority.spki,
    start: async (name, configuration) => {
      const own = mkdtempSync(join(dir, `${name}-`));
      chmodSync(own, 0o777);
      const server = await startServer(name, { ...files, dir: own, port: await freePort() }, configuration);
      running.push(server);
      return server;
    },
    close: async () => {
      await Promise.all(running.map((server) => server.close()));
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

async function startServer(name: ServerName, setup: Setup, first: Configuration): Promise<RunningServer> {
  const { dir, port } = setup;
  mkdirSync(join(dir, 'www'));
  writeFileSync(join(dir, 'www', 'index.html'), `by ${name}\n`);
  writeFileSync(join(dir, 'www', 'index.cgi'), REFUSES);
  let child: ChildProcess | null = null;
  const stop = async (): Promise<void> => {
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    await gone;
  };
  const run = async (configuration: Configuration): Promise<void> => {
    await stop();
    writeFileSync(join(dir, 'conf'), configuration(setup));
    const [command, ...args] = COMMANDS[name](setup);
    const env = {
      ...process.env,
      PATH,
      HOME: dir,
      XDG_DATA_HOME: `${dir}/data`,
      XDG_CONFIG_HOME: `${dir}/config`,
    };
    const started = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    child = started;
    let said = '';
    for (const stream of [started.stdout, started.stderr]) stream.on('data', (piece) => (said += piece));
    await listening(started, port, () => `${name} does not start:\n${said}`);
  };
  await run(first);
  return { port, restart: run, close: stop };
}

const PATIENCE = 60_000;

/** Waits until somebody answers on the port, or the server has ended. */
async function listening(child: ChildProcess, port: number, complaint: () => string): Promise<void> {
  const end = Date.now() + PATIENCE;
  while (Date.now() < end && child.exitCode === null && child.pid !== undefined) {
    if (await answers(port)) return;
    await pause(50);
  }
  throw new Error(complaint());
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
