import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { readFixtureText } from '../testing/fixtures.ts';
import { harErrors } from '../testing/har-12.ts';
import { builtCommand } from './testing/built-command.ts';

const { folder, program, file, run } = builtCommand();
const netlogText = readFixtureText('chromium/103.netlog.json.gz');
const harText = readFixtureText('chromium/103.har.json.gz');

describe('the built command', () => {
  it('consists of an executable file with a shebang and the program', () => {
    expect(readdirSync(join(folder, 'bin')).sort()).toEqual(['coalescope.cjs', 'command.cjs']);
    expect(readFileSync(program, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
    expect(statSync(program).mode & 0o111).toBe(0o111);
    expect(readFileSync(join(folder, 'bin', 'command.cjs'), 'utf8')).not.toContain('devDependencies');
  });

  it('prints its version and its help', async () => {
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
  it('prints a text report without colour to a pipe', async () => {
    const { code, out, err } = await run(['analyze', file('a.json', netlogText)]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^a\.json \(NetLog/);
    expect(out).toContain('FINDINGS');
    expect(out).not.toContain('\x1b');
  });

  it('prints the report as one line of JSON, with the name of the file but not its folder', async () => {
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
    expect(out).not.toContain(folder);
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

  it('joins a NetLog and a HAR of the same run', async () => {
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

  it('reads the parts of a Firefox log as one capture, in order of time', async () => {
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

  it('does not join two files of the same kind', async () => {
    const { code, err, out } = await run([
      'analyze',
      '--join',
      file('a.har', harText),
      file('b.har', harText),
    ]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/b\.har: cannot be joined with .*a\.har/);
  });

  it('writes a valid annotated HAR, with bodies and query values only with --full', async () => {
    const har = JSON.parse(harText);
    har.log.entries[0].request.url += '?code=hunter2';
    const body = 'hunter3 '.repeat(10_000);
    har.log.entries[0].response.content.text = body;
    const path = file('secret.har', JSON.stringify(har));
    const sanitised = await run(['analyze', path, '-f', 'har']);
    expect(harErrors(JSON.parse(sanitised.out))).toEqual([]);
    expect(sanitised.out).not.toMatch(/hunter[23]/);
    const full = await run(['analyze', path, '-f', 'har', '--full']);
    expect(full.out).toContain('hunter2');
    expect(JSON.parse(full.out).log.entries[0].response.content.text).toBe(body);
    expect((await run(['analyze', path, '-f', 'json'])).out).not.toContain('hunter2');
    expect((await run(['analyze', path, '-f', 'json', '--full'])).out).toContain('hunter2');
  });

  it('reports the same from a NetLog and from its own annotated HAR of it', async () => {
    const netlog = file('a.json', netlogText);
    await run(['analyze', netlog, '-f', 'har', '-o', join(folder, 'annotated.har')]);
    const [direct, again] = await Promise.all(
      [netlog, join(folder, 'annotated.har')].map(async (path) =>
        JSON.parse((await run(['analyze', path, '-f', 'json'])).out),
      ),
    );
    expect(again.summary).toEqual(direct.summary);
    expect(again.requests).toEqual(direct.requests);
  });

  it('lists every request with --all', async () => {
    const path = file('a.json', netlogText);
    const [some, all] = [await run(['analyze', path, '--verbose']), await run(['analyze', path, '--all'])];
    expect(some.out).toContain('are not listed');
    expect(all.out).not.toContain('not listed');
  });
});

describe('--finding', () => {
  const path = (): string => file('a.json', netlogText);

  it('prints that finding in full', async () => {
    const { findings } = JSON.parse((await run(['analyze', path(), '-f', 'json'])).out);
    const { code, out } = await run(['analyze', path(), '--finding', '1']);
    expect(code).toBe(0);
    expect(out.replace(/\s+/g, ' ')).toContain(findings[0].explanation);
    expect((await run(['analyze', path(), '--finding', findings[0].id])).out).toBe(out);
  });

  it('that does not exist is an error that says which there are', async () => {
    const { code, out, err } = await run(['analyze', path(), '--finding', '99']);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/there is no finding "99": its findings are numbered from 1 to \d+/);
  });

  it('is for the text report only', async () => {
    const { code, err } = await run(['analyze', path(), '--finding', '1', '-f', 'json']);
    expect(code).toBe(2);
    expect(err).toContain('--finding is for the text report');
  });
});

describe('--fail-on', () => {
  const warning = (): string => file('a.json', netlogText);

  it('exits with 1 for a finding of that severity, and still prints the report', async () => {
    const { code, out } = await run(['analyze', warning(), '--fail-on', 'warning', '-f', 'json']);
    const severities = JSON.parse(out).findings.map(({ severity }: { severity: string }) => severity);
    expect(severities).toContain('warning');
    expect(severities).not.toContain('error');
    expect(code).toBe(1);
  });

  it('exits with 0 when there is no such finding', async () => {
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
    const path = join(folder, 'out.json');
    const { code, out } = await run(['analyze', file('a.json', netlogText), '-f', 'json', '--output', path]);
    expect({ code, out }).toEqual({ code: 0, out: '' });
    expect(JSON.parse(readFileSync(path, 'utf8')).format).toBe('coalescope-report');
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('keeps the existing file when no input can be read', async () => {
    const path = file('kept.json', 'before');
    expect((await run(['analyze', 'missing.har', '-o', path])).code).toBe(2);
    expect(readFileSync(path, 'utf8')).toBe('before');
    const fresh = join(folder, 'never.json');
    await run(['analyze', 'missing.har', '-o', fresh]);
    expect(existsSync(fresh)).toBe(false);
  });

  it('is not the input file for a report, which would replace the capture', async () => {
    const path = file('kept.har', harText);
    const { code, err } = await run(['analyze', path, '-o', path]);
    expect(code).toBe(2);
    expect(err).toContain('kept.har: the output would replace the input');
    expect(readFileSync(path, 'utf8')).toBe(harText);
  });

  it('stays as it is where nothing is written', async () => {
    const [path, output] = [file('b.har', harText), file('old.txt', 'before')];
    expect((await run(['analyze', path, '--finding', '999', '-o', output])).code).toBe(2);
    expect(readFileSync(output, 'utf8')).toBe('before');
  });

  it('may be the input file for an annotated HAR', async () => {
    const path = file('same.har', harText);
    expect((await run(['analyze', path, '-f', 'har', '-o', path])).code).toBe(0);
    expect(JSON.parse(readFileSync(path, 'utf8')).log._coalescope).toBeDefined();
  });

  it('says why it cannot be written', async () => {
    const { code, err } = await run([
      'analyze',
      file('a.json', netlogText),
      '-o',
      join(folder, 'no', 'such', 'x'),
    ]);
    expect(code).toBe(2);
    expect(err).toContain('cannot be written');
  });
});

describe('a reader that closes the pipe', () => {
  it('ends the command without a message', async () => {
    const child = spawn(process.execPath, [program, 'analyze', file('a.json', netlogText), '-f', 'har']);
    child.stdout.once('data', () => child.stdout.destroy());
    const [err, [code, signal]] = await Promise.all([text(child.stderr), once(child, 'close')]);
    expect({ code, signal, err }).toEqual({ code: 0, signal: null, err: '' });
  });
});

describe('wrong usage', () => {
  it.each([
    [[], 'Name a command'],
    [['analyse'], 'Unknown command "analyse"'],
    [['analyze', 'x', '--format', 'xml'], 'Unknown format "xml"'],
    [['analyze', 'x', '--fail-on', 'info'], '--fail-on'],
    [['analyze', 'x', '--nonsense'], '--nonsense'],
    [['analyze', 'x', 'y', '-f', 'har'], '--join'],
    [['analyze', '-', '-'], 'only once'],
    [['record'], 'URL of the page is missing'],
    [['record', 'a.test', 'b.test'], 'one page'],
    [['record', 'ftp://a.test'], 'not an http or https URL'],
    [['record', 'a.test', '--seconds', '0'], '--seconds'],
    [['record', 'a.test', '--format', 'json'], '--format'],
    [['attach', '--port', '0'], '--port'],
    [['attach', 'a.test'], 'takes no URL'],
  ])('%j exits with 2, the reason and the usage', async (args, reason) => {
    const { code, out, err } = await run(args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(reason);
    expect(err).toContain('Usage: coalescope analyze');
  });
});
