import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { builtCommand } from './testing/built-command.ts';
import { HOSTILE_ENDPOINTS } from './testing/hostile-endpoints.ts';
import { listening } from './testing/listening.ts';

const { folder, program } = builtCommand();
const chrome = fileURLToPath(new URL('testing/fake-chrome.mjs', import.meta.url));

interface Running {
  readonly child: ChildProcess;
  /** Resolves when standard error has this text. */
  said(text: string): Promise<void>;
  ended(): Promise<{ readonly code: number | null; readonly signal: string | null; readonly err: string }>;
}

function start(
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
  stdin: 'ignore' | 'pipe' = 'ignore',
): Running {
  const child = spawn(process.execPath, [program, ...args], {
    cwd: folder,
    env: { ...process.env, XDG_CACHE_HOME: join(folder, 'cache'), ...env },
    stdio: [stdin, 'ignore', 'pipe'],
  });
  const closed = once(child, 'close');
  let err = '';
  const { stderr } = child;
  if (stderr === null) throw new Error('spawn returned no pipe');
  stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  return {
    child,
    async said(text) {
      while (!err.includes(text)) await once(stderr, 'data');
    },
    async ended() {
      const [code, signal] = await closed;
      return { code, signal, err };
    },
  };
}

/** Starts a recording with a temporary folder of its own. */
function record(name: string, env: NodeJS.ProcessEnv = {}) {
  const tmp = mkdtempSync(join(folder, 'tmp-'));
  const output = join(folder, name);
  const again = (more: NodeJS.ProcessEnv) =>
    start(['record', 'a.test', '--chrome', chrome, '-o', output], { TMPDIR: tmp, ...more });
  return { tmp, output, again, ...again(env) };
}

const ALL = ['capture.har', 'netlog.json', 'report.json', 'report.txt'];

// On Windows a process cannot handle a signal from another one.
describe.skipIf(process.platform === 'win32')('a signal', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s ends a recording and keeps it', async (signal) => {
    const { child, said, ended, tmp, output } = record(signal);
    await said('recording a.test');
    child.kill(signal);
    expect(await ended()).toMatchObject({ code: 0, signal: null });
    expect(readdirSync(output).sort()).toEqual(ALL);
    // The browser's own log has every URL in full.
    expect(statSync(join(output, 'netlog.json')).mode & 0o077).toBe(0);
    expect(readdirSync(tmp)).toEqual([]);
  });

  it('ends it at once the second time, with 2, and leaves nothing', async () => {
    const { child, said, ended, tmp } = record('twice', { FAKE_CHROME: 'stays' });
    await said('recording a.test');
    child.kill('SIGINT');
    // Two signals of one kind could become one.
    child.kill('SIGTERM');
    const { code, err } = await ended();
    expect(err).toMatch(
      /\ncoalescope: stopped by a second signal \(SIG(TERM|INT)\) before everything was written\n$/,
    );
    expect(code).toBe(2);
    expect(readdirSync(tmp)).toEqual([]);
  });

  it('while the browser starts ends with 2 and leaves nothing', async () => {
    const { child, ended, tmp, output } = record('early', { FAKE_CHROME: 'mute' });
    await expect.poll(() => existsSync(output) && readdirSync(tmp).length, { timeout: 15_000 }).toBe(1);
    child.kill('SIGTERM');
    expect(await ended()).toEqual({
      code: 2,
      signal: null,
      err: 'coalescope: stopped before the recording began\n',
    });
    expect([readdirSync(tmp), existsSync(output)]).toEqual([[], false]);
  });

  it('while a debugging port does not respond ends with 2', async () => {
    const server = HOSTILE_ENDPOINTS['never responds']();
    const asked = once(server, 'request');
    const endpoint = await listening(server);
    const { child, ended } = start(['attach', '--port', String(endpoint.port), '--timeout', '60']);
    await asked;
    child.kill('SIGTERM');
    expect(await ended()).toEqual({
      code: 2,
      signal: null,
      err: 'coalescope: stopped before the recording began\n',
    });
    await endpoint.close();
  });
});

describe.skipIf(process.platform !== 'linux')('analyze', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'ends on %s with 2, and writes nothing',
    async (signal) => {
      const output = join(folder, `${signal}.txt`);
      const { child, ended } = start(['analyze', '-', '-o', output], {}, 'pipe');
      // The rest never comes.
      child.stdin?.write('{"log":{"entries":[');
      await expect.poll(() => handlesSignals(child.pid ?? 0), { timeout: 15_000 }).toBe(true);
      child.kill(signal);
      expect(await ended()).toEqual({ code: 2, signal: null, err: `coalescope: stopped by ${signal}\n` });
      expect(readdirSync(folder).filter((name) => name.includes(`${signal}.txt`))).toEqual([]);
    },
  );

  it('ends while a named pipe has no writer, and while it works', async () => {
    const pipe = join(folder, 'no-writer');
    execFileSync('mkfifo', [pipe]);
    const waiting = start(['analyze', pipe]);
    await expect.poll(() => handlesSignals(waiting.child.pid ?? 0), { timeout: 15_000 }).toBe(true);
    waiting.child.kill('SIGTERM');
    expect(await waiting.ended()).toEqual({ code: 2, signal: null, err: 'coalescope: stopped by SIGTERM\n' });

    const large = join(folder, 'large.har');
    const entry = (n: number) => ({
      startedDateTime: new Date(n).toISOString(),
      request: { method: 'GET', url: `https://h${n % 500}.test/${n}`, headers: [] },
      response: { status: 200, headers: [] },
    });
    writeFileSync(
      large,
      JSON.stringify({ log: { entries: Array.from({ length: 100_000 }, (_, n) => entry(n)) } }),
    );
    const working = start(['analyze', large, '-f', 'json', '-o', join(folder, 'large.json')]);
    await expect.poll(() => handlesSignals(working.child.pid ?? 0), { timeout: 15_000 }).toBe(true);
    working.child.kill('SIGTERM');
    expect(await working.ended()).toEqual({ code: 2, signal: null, err: 'coalescope: stopped by SIGTERM\n' });
    expect(readdirSync(folder).filter((name) => name.includes('large.json'))).toEqual([]);
  });
});

/** Whether the process handles SIGHUP, the last of its signals (Linux: the lowest bit of SigCgt). Node itself does not. */
function handlesSignals(pid: number): boolean {
  const [, caught = '0'] = /^SigCgt:\s*([0-9a-f]+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return (BigInt(`0x${caught}`) & 1n) !== 0n;
}

describe.skipIf(process.platform === 'win32')('the temporary folder', () => {
  it('of a run that was killed is removed by the next one, and that of a running one is not', async () => {
    const first = record('killed');
    await first.said('recording a.test');
    const [abandoned] = readdirSync(first.tmp);
    first.child.kill('SIGKILL');
    await first.ended();
    expect(readdirSync(first.tmp)).toEqual([abandoned]);

    const second = first.again({});
    await second.said('recording a.test');
    expect(readdirSync(first.tmp)).not.toContain(abandoned);
    const third = first.again({});
    await third.said('recording a.test');
    expect(readdirSync(first.tmp)).toHaveLength(2);
    for (const { child, ended } of [second, third]) {
      child.kill('SIGINT');
      expect(await ended()).toMatchObject({ code: 0 });
    }
    expect(readdirSync(first.tmp)).toEqual([]);
  });

  it('keeps a NetLog that cannot be moved, also in later runs, and its place is printed', async () => {
    const first = record('unmovable');
    await first.said('recording a.test');
    mkdirSync(join(first.output, 'netlog.json'));
    first.child.kill('SIGINT');
    const { code, err } = await first.ended();
    const [, place = ''] = /The recording is still in (.*)\n$/.exec(err) ?? [];
    expect(place).toMatch(/netlog\.json$/);
    expect(code).toBe(2);
    const isThere = () => existsSync(place) && readdirSync(join(place, '..'));
    expect(isThere()).toEqual(['netlog.json']);

    const second = first.again({});
    await second.said('recording a.test');
    second.child.kill('SIGINT');
    await second.ended();
    expect(isThere()).toEqual(['netlog.json']);
  });
});
