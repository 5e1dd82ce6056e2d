import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { readFixtureText } from '../testing/fixtures.ts';
import { harErrors } from '../testing/har-12.ts';

const work = mkdtempSync(join(tmpdir(), 'coalescope-cli-'));
const command = join(work, 'bin', 'coalescope.js');
const netlogText = readFixtureText('chromium/103.netlog.json.gz');
const harText = readFixtureText('chromium/103.har.json.gz');

/** Writes a file into the test's folder and answers its path. */
function file(name: string, content: string | Uint8Array): string {
  const path = join(work, name);
  writeFileSync(path, content);
  return path;
}

interface Result {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server does not listen');
  return address.port;
}

/** Runs the built command; `stdin` null is an empty one. */
async function run(
  args: readonly string[],
  stdin: string | Uint8Array | null = null,
  tmp = tmpdir(),
): Promise<Result> {
  const env = { ...process.env, TMPDIR: tmp, TEMP: tmp };
  const child = spawn(process.execPath, [command, ...args], { cwd: work, env });
  // It may end without having read all.
  child.stdin.on('error', (error: NodeJS.ErrnoException) => expect(error.code).toBe('EPIPE'));
  child.stdin.end(stdin ?? '');
  const [out, err, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { code, out, err };
}

beforeAll(async () => {
  const configFile = fileURLToPath(new URL('vite.config.ts', import.meta.url));
  await build({ configFile, logLevel: 'warn', build: { outDir: join(work, 'bin'), emptyOutDir: true } });
}, 60_000);

afterAll(() => rmSync(work, { recursive: true, force: true }));

describe('the built command', () => {
  it('is one executable file with a shebang', () => {
    expect(readdirSync(join(work, 'bin'))).toEqual(['coalescope.js']);
    expect(readFileSync(command, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
    expect(statSync(command).mode & 0o111).toBe(0o111);
    expect(readFileSync(command, 'utf8')).not.toContain('devDependencies');
  });

  it('tells its version and how to use it', async () => {
    expect(await run(['--version'])).toEqual({ code: 0, out: `${manifest.version}\n`, err: '' });
    const help = await run(['--help']);
    expect(help).toMatchObject({ code: 0, err: '' });
    for (const option of [
      'record',
      'attach',
      '--until-idle',
      '--format',
      '--output',
      '--fail-on',
      '--join',
      '--full',
      '--all',
      '--no-color',
    ]) {
      expect(help.out).toContain(option);
    }
  });
});

describe('analyze', () => {
  it('prints a table without colour into a pipe', async () => {
    const { code, out, err } = await run(['analyze', file('a.json', netlogText)]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^a\.json \(NetLog/);
    expect(out).toContain('FINDINGS');
    expect(out).not.toContain('\x1b');
  });

  it('prints the report as one line of JSON, named by the file without its folder', async () => {
    const { code, out } = await run(['analyze', file('a.json', netlogText), '--format', 'json']);
    expect(code).toBe(0);
    expect(out.trimEnd()).not.toContain('\n');
    const report = JSON.parse(out);
    expect(report).toMatchObject({
      format: 'coalescope-report',
      version: 1,
      source: { kind: 'netlog', name: 'a.json' },
    });
    expect(report.tool).toEqual({ name: manifest.name, version: manifest.version });
    expect(report.summary.misdirectedAttempts).toBe(2);
    expect(out).not.toContain(work);
  });

  it('prints one line for each of several files', async () => {
    const files = [file('a.json', netlogText), file('b.har', harText)];
    const { out } = await run(['analyze', ...files, '-f', 'json']);
    const kinds = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).source);
    expect(kinds).toMatchObject([
      { kind: 'netlog', name: 'a.json' },
      { kind: 'har', name: 'b.har' },
    ]);
  });

  it('joins a NetLog and a HAR of one run', async () => {
    const files = [file('a.json', netlogText), file('b.har', harText)];
    const { code, out } = await run(['analyze', '--join', ...files, '-f', 'json']);
    expect(code).toBe(0);
    const report = JSON.parse(out);
    expect(report.source).toMatchObject({ kind: 'netlog', name: 'a.json + b.har' });
    const alone = JSON.parse((await run(['analyze', '-f', 'json', file('a.json', netlogText)])).out);
    expect(report.summary.misdirectedAttempts).toBe(alone.summary.misdirectedAttempts);
    expect(report.requests.length).toBeLessThan(
      alone.requests.length + JSON.parse(harText).log.entries.length,
    );
  });

  it('reads the parts of a log of Firefox as one, in the order of their times', async () => {
    const lines = readFixtureText('firefox/t7.moz_log.gz').split('\n');
    const middle = lines.findIndex((line) => line.includes('Recevied421'));
    const parts = [file('t7.0.moz_log', `${lines.slice(middle).join('\n')}`)];
    parts.push(file('t7.1.moz_log', `${lines.slice(0, middle).join('\n')}\n`));
    const { out } = await run(['analyze', ...parts, '-f', 'json']);
    const report = JSON.parse(out);
    expect(report.source.kind).toBe('moz-log');
    const b1 = report.requests.find(({ url }: { url: string }) => url.endsWith('/b1'));
    expect(b1.attempts.map(({ status }: { status: number }) => status)).toEqual([421, 200]);
  });

  it('does not join two files of one kind', async () => {
    const { code, err, out } = await run([
      'analyze',
      '--join',
      file('a.har', harText),
      file('b.har', harText),
    ]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/b\.har: cannot be joined with .*a\.har/);
  });

  it('writes a valid annotated HAR, without bodies and query values unless asked', async () => {
    const har = JSON.parse(harText);
    har.log.entries[0].request.url += '?code=hunter2';
    const path = file('secret.har', JSON.stringify(har));
    const sanitised = await run(['analyze', path, '-f', 'har']);
    expect(harErrors(JSON.parse(sanitised.out))).toEqual([]);
    expect(sanitised.out).not.toContain('hunter2');
    expect((await run(['analyze', path, '-f', 'har', '--full'])).out).toContain('hunter2');
    expect((await run(['analyze', path, '-f', 'json'])).out).not.toContain('hunter2');
    expect((await run(['analyze', path, '-f', 'json', '--full'])).out).toContain('hunter2');
  });

  it('reads its own annotated HAR of a NetLog with the same result', async () => {
    const netlog = file('a.json', netlogText);
    await run(['analyze', netlog, '-f', 'har', '-o', join(work, 'annotated.har')]);
    const [direct, again] = await Promise.all(
      [netlog, join(work, 'annotated.har')].map(async (path) =>
        JSON.parse((await run(['analyze', path, '-f', 'json'])).out),
      ),
    );
    expect(again.summary).toEqual(direct.summary);
    expect(again.requests).toEqual(direct.requests);
  });

  it('lists every request with --all', async () => {
    const path = file('a.json', netlogText);
    const [some, all] = [await run(['analyze', path]), await run(['analyze', path, '--all'])];
    expect(some.out).toContain('are not listed');
    expect(all.out).not.toContain('not listed');
  });
});

describe('standard input', () => {
  it.each([
    ['with -', ['analyze', '-']],
    ['without a file', ['analyze']],
  ])('is read %s', async (_how, args) => {
    const { code, out } = await run([...args, '-f', 'json'], netlogText);
    expect(code).toBe(0);
    expect(JSON.parse(out).source).toMatchObject({ kind: 'netlog', name: 'standard input' });
  });

  it('may be packed', async () => {
    const { code, out } = await run(['analyze', '-', '-f', 'json'], gzipSync(harText));
    expect(code).toBe(0);
    expect(JSON.parse(out).source.kind).toBe('har');
  });

  it('that is empty is refused', async () => {
    const { code, out, err } = await run(['analyze']);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^coalescope: /);
  });
});

describe('input', () => {
  it('is unpacked whatever its name', async () => {
    const { out } = await run(['analyze', file('packed', gzipSync(netlogText)), '-f', 'json']);
    expect(JSON.parse(out).summary.misdirectedAttempts).toBe(2);
  });

  it('that is gzip and cut gives what is there, and says so', async () => {
    const packed = gzipSync(netlogText);
    const { code, out } = await run([
      'analyze',
      file('cut.gz', packed.subarray(0, packed.length - 4_000)),
      '-f',
      'json',
    ]);
    expect(code).toBe(0);
    const { source, requests } = JSON.parse(out);
    expect(source.truncated).toBe(true);
    expect(requests.length).toBeGreaterThan(0);
  });

  it('that is no longer UTF-8 in places is read all the same', async () => {
    const bytes = Buffer.from(harText.replace('HeadlessChrome', 'Headless\u0001hrome'), 'utf8');
    bytes[bytes.indexOf(1)] = 0xff;
    const { code, out } = await run(['analyze', file('broken-utf8.har', bytes), '-f', 'json']);
    expect(code).toBe(0);
    expect(JSON.parse(out).requests.length).toBe(JSON.parse(harText).log.entries.length);
  });

  it('that begins with a byte order mark is read, in UTF-8 and in UTF-16', async () => {
    for (const bytes of [Buffer.from(`\ufeff${harText}`), Buffer.from(`\ufeff${harText}`, 'utf16le')]) {
      const { code, out } = await run(['analyze', file('bom.har', bytes), '-f', 'json']);
      expect(code).toBe(0);
      expect(JSON.parse(out).source.kind).toBe('har');
    }
  });

  it.each([
    ['a file that is not there', () => 'missing.har', /missing\.har: no such file/],
    ['a directory', () => work, /is a directory/],
    ['text that is no capture', () => file('notes.txt', 'Dear diary'), /notes\.txt is /],
    ['JSON that is no capture', () => file('other.json', '{"a":1}'), /other\.json is /],
    ['an empty file', () => file('empty', ''), /empty is empty/],
    [
      'broken gzip',
      () => file('bad.gz', Buffer.from([0x1f, 0x8b, 8, 0, 1, 2, 3, 4, 5, 6, 7, 8])),
      /bad\.gz: /,
    ],
  ])('that is %s is refused with 2 and a reason', async (_what, path, reason) => {
    const { code, out, err } = await run(['analyze', path(), '-f', 'json']);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(reason);
    expect(err).not.toMatch(/ at .*\.js:\d/);
  });

  it('that is refused cannot steer the terminal', async () => {
    const { err } = await run([
      'analyze',
      file('evil.json', '{"\\u001b[2J\\u009b\\u202e":1}'),
      '\x1b[2J.har',
      '-f',
      'json',
    ]);
    expect(err.split('\n')).toHaveLength(3);
    expect(err).toMatch(/^[\x20-\x7e\n]*$/);
  });

  it('that cannot be read does not keep the others from being read', async () => {
    const { code, out, err } = await run([
      'analyze',
      'missing.har',
      file('a.json', netlogText),
      '-f',
      'json',
    ]);
    expect(code).toBe(2);
    expect(JSON.parse(out).source.name).toBe('a.json');
    expect(err).toContain('missing.har');
  });
});

describe('input that was made to harm', () => {
  const nested = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  const request = '"request":{"method":"GET","url":"https://a.test/"}';
  const deep = (): string => file('deep.har', `{"log":{"entries":[{${request},"_deep":${nested}}]}}`);

  it('is told of and exported, however deep it is nested', async () => {
    const json = await run(['analyze', deep(), '-f', 'json']);
    expect({ code: json.code, requests: JSON.parse(json.out).requests.length }).toEqual({
      code: 0,
      requests: 1,
    });
    const har = await run(['analyze', deep(), '-f', 'har']);
    expect(harErrors(JSON.parse(har.out))).toEqual([]);
  });

  it('is refused with a reason where it can only be written as it came', async () => {
    const { code, err } = await run(['analyze', deep(), '-f', 'har', '--full', '-o', join(work, 'deep.out')]);
    expect(code).toBe(2);
    expect(err).toMatch(/^coalescope: nested too deeply/);
    expect(existsSync(join(work, 'deep.out'))).toBe(false);
  });
});

describe('--fail-on', () => {
  const warning = (): string => file('a.json', netlogText);

  it('is 1 for a finding as bad as that, and the report is printed all the same', async () => {
    const { code, out } = await run(['analyze', warning(), '--fail-on', 'warning', '-f', 'json']);
    const severities = JSON.parse(out).findings.map(({ severity }: { severity: string }) => severity);
    expect(severities).toContain('warning');
    expect(severities).not.toContain('error');
    expect(code).toBe(1);
  });

  it('is 0 when there is nothing as bad', async () => {
    expect((await run(['analyze', warning(), '--fail-on', 'error'])).code).toBe(0);
  });

  it('is 1 for an error, whichever of the two was asked for', async () => {
    const path = file('error.json', readFixtureText('chromium/102.netlog.json.gz'));
    const { out } = await run(['analyze', path, '-f', 'json']);
    expect(out).toContain('"severity":"error"');
    expect((await run(['analyze', path, '--fail-on', 'error'])).code).toBe(1);
    expect((await run(['analyze', path, '--fail-on', 'warning'])).code).toBe(1);
  });

  it('gives way to 2 when something could not be read', async () => {
    expect((await run(['analyze', warning(), 'missing.har', '--fail-on', 'warning'])).code).toBe(2);
  });
});

describe('--output', () => {
  it('writes the file and nothing else', async () => {
    const path = join(work, 'out.json');
    const { code, out } = await run(['analyze', file('a.json', netlogText), '-f', 'json', '--output', path]);
    expect({ code, out }).toEqual({ code: 0, out: '' });
    expect(JSON.parse(readFileSync(path, 'utf8')).format).toBe('coalescope-report');
    expect(readdirSync(work).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('leaves what was there when nothing can be read', async () => {
    const path = file('kept.json', 'before');
    expect((await run(['analyze', 'missing.har', '-o', path])).code).toBe(2);
    expect(readFileSync(path, 'utf8')).toBe('before');
    const fresh = join(work, 'never.json');
    await run(['analyze', 'missing.har', '-o', fresh]);
    expect(existsSync(fresh)).toBe(false);
  });

  it('may be the file that is read', async () => {
    const path = file('same.har', harText);
    expect((await run(['analyze', path, '-f', 'har', '-o', path])).code).toBe(0);
    expect(JSON.parse(readFileSync(path, 'utf8')).log._coalescope).toBeDefined();
  });

  it('says why it cannot be written', async () => {
    const { code, err } = await run([
      'analyze',
      file('a.json', netlogText),
      '-o',
      join(work, 'no', 'such', 'x'),
    ]);
    expect(code).toBe(2);
    expect(err).toContain('cannot be written');
  });
});

describe('a reader that goes away', () => {
  it('ends the command without a word', async () => {
    const child = spawn(process.execPath, [command, 'analyze', file('a.json', netlogText), '-f', 'har']);
    child.stdout.once('data', () => child.stdout.destroy());
    const [err, [code, signal]] = await Promise.all([text(child.stderr), once(child, 'close')]);
    expect({ code, signal, err }).toEqual({ code: 0, signal: null, err: '' });
  });
});

describe('a browser that cannot be recorded', () => {
  it('because its program is not there is 2, with what to do', async () => {
    const { code, err } = await run(['record', 'a.test', '--chrome', join(work, 'no-chrome')]);
    expect(code).toBe(2);
    expect(err).toMatch(/^coalescope: --chrome: .*no-chrome is no program/);
  });

  it('because it does not start is 2, with what it said, and leaves nothing behind', async () => {
    const tmp = mkdtempSync(join(work, 'tmp-'));
    const broken = file(
      'broken-chrome.mjs',
      '#!/usr/bin/env node\nconsole.error("no such display"); process.exit(1);',
    );
    chmodSync(broken, 0o755);
    const { code, err } = await run(
      ['record', 'a.test', '--chrome', broken, '-o', join(work, 'r')],
      null,
      tmp,
    );
    expect(code).toBe(2);
    expect(err).toMatch(/does not start: no such display\n$/);
    expect(readdirSync(tmp)).toEqual([]);
  });

  it('because nothing listens there is 2, with what to do', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const port = portOf(server);
    server.close();
    await once(server, 'close');
    const { code, err } = await run(['attach', '--port', String(port)]);
    expect(code).toBe(2);
    expect(err).toContain('--remote-debugging-port');
  });

  it('because it is no Chromium is 2, with the reason', async () => {
    const server = createServer((_request, response) => response.end('<h1>Hello</h1>')).listen(
      0,
      '127.0.0.1',
    );
    await once(server, 'listening');
    const { code, err } = await run(['attach', '--port', String(portOf(server))]);
    server.close();
    expect(code).toBe(2);
    expect(err).toContain('no Chromium');
  });
});

describe('wrong usage', () => {
  it.each([
    [[], 'A command is missing'],
    [['analyse'], 'no command "analyse"'],
    [['analyze', 'x', '--format', 'xml'], 'no format "xml"'],
    [['analyze', 'x', '--fail-on', 'info'], '--fail-on'],
    [['analyze', 'x', '--nonsense'], '--nonsense'],
    [['analyze', 'x', 'y', '-f', 'har'], '--join'],
    [['analyze', '-', '-'], 'only once'],
    [['record'], 'address of a page is missing'],
    [['record', 'a.test', 'b.test'], 'One page'],
    [['record', 'ftp://a.test'], 'not the address of a page'],
    [['record', 'a.test', '--seconds', '0'], '--seconds'],
    [['record', 'a.test', '--format', 'json'], '--format'],
    [['attach', '--port', '0'], '--port'],
    [['attach', 'a.test'], 'no address'],
  ])('%j is 2, with the reason and a hint', async (args, reason) => {
    const { code, out, err } = await run(args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(reason);
    expect(err).toContain('Usage: coalescope analyze');
  });
});
