import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { STATUS_CODES } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CODE_EXAMPLES, type CodeExample } from '../../../src/diagnosis/own-code.ts';
import { probe } from '../../../src/node/probe/probe.ts';
import { verdictOf } from '../../../src/node/probe/verdict.ts';
import { createAuthority } from '../../lab/certificates.ts';
import { freePort } from '../../lab/free-port.ts';
import { A, B } from '../server-setup.ts';
import { PROGRAMS, type Program } from './example-programs.ts';
import { terminate } from './terminator.ts';

const dir = mkdtempSync(join(tmpdir(), 'coalescope-own-code-'));
const children: ChildProcess[] = [];
const closing: (() => Promise<void>)[] = [];
const pem = { certificate: join(dir, 'shared.crt'), key: join(dir, 'shared.key') };

beforeAll(async () => {
  const leaf = (await createAuthority({ shared: [A, B] })).leaves.get('shared');
  writeFileSync(pem.certificate, leaf?.chain ?? '');
  writeFileSync(pem.key, leaf?.key ?? '');
});

afterAll(async () => {
  for (const close of closing) await close();
  for (const child of children) {
    const gone = once(child, 'exit');
    if (child.exitCode === null && child.signalCode === null && child.kill()) await gone;
  }
  rmSync(dir, { recursive: true, force: true });
});

/** The languages that CI must have (scripts/bootstrap). The others are tested where they are installed. */
const IN_CI = ['node', 'python3', 'php', 'ruby'];

function programOf({ language, code }: CodeExample): Program {
  const make = PROGRAMS[language];
  if (make === undefined) throw new Error(`nothing runs ${language}`);
  return make(code, pem);
}

/** Whether the program works. Its existence is not enough: `rustc` of rustup may have no compiler. */
function runs(command: string): boolean {
  return spawnSync(command, [command === 'go' ? 'version' : '--version'], { stdio: 'ignore' }).status === 0;
}

const here = CODE_EXAMPLES.map((example) => ({ ...example, program: programOf(example) })).filter(
  ({ program: { command } }) => (process.env.CI === 'true' && IN_CI.includes(command)) || runs(command),
);

/** Starts it and returns its port. */
async function start({ command, file, source, build, args }: Program): Promise<number> {
  const path = join(dir, file);
  writeFileSync(path, source);
  const built = build?.(path);
  // Without modules, Go needs no network. Its cache is removed with the folder.
  const env = { ...process.env, GO111MODULE: 'off', GOCACHE: join(dir, 'go'), GOFLAGS: '' };
  if (built !== undefined) execFileSync(command, built.args, { cwd: dir, env, stdio: 'inherit' });
  const port = args === undefined ? null : await freePort();
  const [program, parameters] =
    built !== undefined ? [built.program, []] : [command, args?.(path, port ?? 0) ?? [path]];
  const child = spawn(program, parameters, {
    stdio: ['ignore', 'pipe', port === null ? 'inherit' : 'ignore'],
  });
  children.push(child);
  if (port !== null) return listening(child, port);
  const [line] = await once(createInterface(child.stdout ?? process.stdin), 'line');
  return Number(line);
}

/** Waits for a program that prints nothing when it is ready. */
async function listening(child: ChildProcess, port: number): Promise<number> {
  while (child.exitCode === null) {
    const socket = connect(port, '127.0.0.1');
    const answered = await new Promise((resolve) =>
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false)),
    );
    socket.destroy();
    if (answered) return port;
    await pause(50);
  }
  throw new Error(`ended with ${child.exitCode}`);
}

it.each(here)(
  'the example for $language answers 421 only on the connection of another host',
  { timeout: 240_000 },
  async ({ program, endsTls }) => {
    let port = await start(program);
    // The example for Rust gets the name from rustls, which is not part of Rust.
    expect(endsTls || program.terminated).toBe(true);
    if (program.terminated) {
      const keys = { cert: readFileSync(pem.certificate, 'utf8'), key: readFileSync(pem.key, 'utf8') };
      const before = await terminate(port, keys);
      closing.push(before.close);
      port = before.port;
    }
    const url = new URL(`https://${B}:${port}/`);
    const all = await probe({ url, sni: A, address: '127.0.0.1', insecure: true, timeoutMs: 60_000 });
    expect(verdictOf(all).kind).toBe('misdirected-when-shared');
    expect([all.control?.answer.status, all.own.answer.status]).toEqual([200, 200]);
    expect(all.apart.answer.headers).toContainEqual({
      name: expect.stringMatching(/^cache-control$/i),
      value: 'no-store',
    });
  },
);

it('Node has the reason phrase for 421', () => {
  expect(STATUS_CODES[421]).toBe('Misdirected Request');
});
