import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { analyze } from '../../src/analysis/analyze.ts';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import type { GuideTopic } from '../../src/diagnosis/guide/step.ts';
import { probe } from '../../src/node/probe/probe.ts';
import { SKETCH_START, sketchCapture } from '../../src/testing/sketch-capture.ts';
import { apache, OTHER_CIPHERS } from './apache.ts';
import { caddyAnswers } from './caddy.ts';
import { COMPARES, haproxyAnswers } from './haproxy.ts';
import { nginxClientCertificate } from './nginx.ts';
import { type RealServers, realServers } from './real-servers.ts';
import { canRun, type ServerName } from './server-programs.ts';
import { A, B, type Configuration, type Setup } from './server-setup.ts';

let servers: RealServers;
beforeAll(async () => {
  servers = await realServers();
});
afterAll(() => servers.close(), 60_000);

interface Case {
  readonly name: ServerName;
  readonly configuration: Configuration;
  /** The location of the log in the guide's command, and its replacement in this test. */
  readonly log: readonly [RegExp, (dir: string) => string];
  /** Text in the line of the log. */
  readonly line: string;
  readonly asksForCertificate: boolean;
}

/** Caddy logs its reason only at debug level. */
const caddyToFile: Configuration = (setup) =>
  caddyAnswers(
    'protocols h1 h2',
    'strict_sni_host on',
  )(setup).replace(
    'admin off',
    `admin off\n\tlog {\n\t\toutput file ${setup.dir}/caddy.log\n\t\tlevel DEBUG\n\t}`,
  );

/** Uses the log format of HAProxy's packages. */
const haproxyToFile: Configuration = (setup) =>
  haproxyAnswers(COMPARES)(setup).replace(/log-format .*/, 'option httplog');

const CASES: readonly Case[] = [
  {
    name: 'apache',
    configuration: apache(OTHER_CIPHERS),
    log: [/\/var\/log\/apache2\//, (dir) => `${dir}/`],
    line: `Hostname ${A} provided via SNI and hostname ${B} provided via HTTP`,
    asksForCertificate: false,
  },
  {
    name: 'nginx',
    configuration: nginxClientCertificate,
    log: [/\/var\/log\/nginx\//, (dir) => `${dir}/`],
    line: `server: ${A}, host: "${B}`,
    asksForCertificate: true,
  },
  {
    name: 'caddy',
    configuration: caddyToFile,
    log: [/journalctl -u caddy --since '[^']*' --until '[^']*'/, (dir) => `cat ${join(dir, 'caddy.log')}`],
    line: `TLS ServerName (${A}) and HTTP Host (${B}) values differ`,
    asksForCertificate: false,
  },
  {
    name: 'haproxy',
    configuration: haproxyToFile,
    log: [/\/var\/log\/haproxy\.log/, (dir) => join(dir, 'access.log')],
    line: ' 421 ',
    asksForCertificate: false,
  },
];

/** The guide's commands for a capture of the request just sent, like that of a NetLog without certificates. */
async function commandsFor(port: number): Promise<Map<GuideTopic, string>> {
  const url = new URL(`https://${B}:${port}/`);
  const at = Date.now() - SKETCH_START;
  const { apart } = await probe({ url, sni: A, address: '127.0.0.1', insecure: true, timeoutMs: 60_000 });
  expect(apart.answer.status).toBe(421);
  const remote = `127.0.0.1:${port}`;
  const capture = sketchCapture({
    source: 'netlog',
    connections: [
      { id: '1', openedFor: `https://${A}:${port}`, remote },
      { id: '2', openedFor: url.origin, remote },
    ],
    requests: [
      {
        url: url.href,
        attempts: [
          { connection: '1', status: 421, startedAt: at, answerHeaders: apart.answer.headers },
          { connection: '2', status: 200, startedAt: at + 9 },
        ],
      },
    ],
  });
  const found = diagnose(analyze(capture)).find(({ kind }) => kind === 'misdirected-recovered');
  const commands = new Map<GuideTopic, string>();
  for (const { topic, missing } of found?.guide ?? []) {
    if (missing?.command) commands.set(topic, missing.command);
  }
  return commands;
}

/** The output of a command; empty when its last part, a grep, finds nothing. Asynchronous, because the relays run in this process. */
async function run(command: string | undefined): Promise<string> {
  const env = { ...process.env, TZ: 'UTC' };
  const { stdout } = await promisify(execFile)('sh', ['-c', `${command ?? 'exit 1'} || true`], {
    env,
    timeout: 60_000,
  });
  return stdout;
}

describe.each(CASES)("the guide's commands against $name", (one) => {
  it.skipIf(!canRun(one.name))(
    'find the log line, the names and the certificate request',
    {
      timeout: 180_000,
    },
    async () => {
      let dir = '';
      const { port } = await servers.start(one.name, (setup: Setup) => {
        dir = setup.dir;
        return one.configuration(setup);
      });
      const commands = await commandsFor(port);
      const [where, here] = one.log;
      const logs = commands.get('logs') ?? '';
      expect(logs).toMatch(where);
      // A server may write the line after its response.
      await vi.waitFor(
        async () => expect(await run(logs.replace(where, here(dir)))).toContain(one.line),
        30_000,
      );
      expect(await run(commands.get('network'))).toContain(`DNS:${A}, DNS:${B}`);
      const asked = await run(commands.get('credentials'));
      if (one.asksForCertificate) expect(asked).toContain('CertificateRequest');
      else expect(asked).toBe('');
    },
  );
});
