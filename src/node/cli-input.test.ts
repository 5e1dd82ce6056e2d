import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readFixtureText } from '../testing/fixtures.ts';
import { harErrors } from '../testing/har-12.ts';
import { builtCommand } from './testing/built-command.ts';

const { folder, file, run } = builtCommand();
const netlogText = readFixtureText('chromium/103.netlog.json.gz');
const harText = readFixtureText('chromium/103.har.json.gz');

describe('standard input', () => {
  it.each([
    ['with -', ['analyze', '-']],
    ['without a file', ['analyze']],
  ])('is read %s', async (_how, args) => {
    const { code, out } = await run([...args, '-f', 'json'], netlogText);
    expect(code).toBe(0);
    expect(JSON.parse(out).source).toMatchObject({ kind: 'netlog', name: 'standard input' });
  });

  it('may be gzipped', async () => {
    const { code, out } = await run(['analyze', '-', '-f', 'json'], gzipSync(harText));
    expect(code).toBe(0);
    expect(JSON.parse(out).source.kind).toBe('har');
  });

  it('is refused when it is empty', async () => {
    const { code, out, err } = await run(['analyze']);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^coalescope: /);
  });
});

describe('input', () => {
  it('is decompressed whatever its name', async () => {
    const { out } = await run(['analyze', file('gzipped', gzipSync(netlogText)), '-f', 'json']);
    expect(JSON.parse(out).summary.misdirectedAttempts).toBe(2);
  });

  it('that is truncated gzip yields what is there, and reports it as truncated', async () => {
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

  it('that is gzip with something else behind it, or broken in the middle, keeps what comes before', async () => {
    const packed = gzipSync(harText);
    const whole = JSON.parse((await run(['analyze', file('whole.gz', packed), '-f', 'json'])).out);
    const behind = Buffer.concat([packed, Buffer.from('something that is no gzip')]);
    const followed = JSON.parse((await run(['analyze', file('behind.gz', behind), '-f', 'json'])).out);
    expect(followed.requests).toEqual(whole.requests);
    expect(followed.source.problems.map(({ code }: { code: string }) => code)).toEqual(['broken-gzip']);

    const damaged = Buffer.from(packed);
    damaged.fill(0xff, Math.floor(packed.length / 2), Math.floor(packed.length / 2) + 64);
    const { code, out } = await run(['analyze', file('damaged.gz', damaged), '-f', 'json']);
    expect(code).toBe(0);
    const { source, requests } = JSON.parse(out);
    expect(requests.length).toBeGreaterThan(0);
    expect(requests.length).toBeLessThan(whole.requests.length);
    expect(source.problems.map((problem: { code: string }) => problem.code)).toContain('broken-gzip');
  });

  it('that is named twice is refused', async () => {
    const path = file('twice.har', harText);
    const { code, out, err } = await run(['analyze', path, path]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('twice.har is named twice.');
  });

  it('with some invalid UTF-8 is still read', async () => {
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
    ['a directory', () => folder, /is a directory/],
    ['text that is not a capture', () => file('notes.txt', 'Dear diary'), /notes\.txt is /],
    ['JSON that is not a capture', () => file('other.json', '{"a":1}'), /other\.json is /],
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

  it('that is refused cannot send control codes to the terminal', async () => {
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

  it('that cannot be read does not prevent the others from being read', async () => {
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

describe('malicious input', () => {
  const nested = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  const request = '"request":{"method":"GET","url":"https://a.test/"}';
  const deep = (): string => file('deep.har', `{"log":{"entries":[{${request},"_deep":${nested}}]}}`);

  it('is reported and exported, however deeply it is nested', async () => {
    const json = await run(['analyze', deep(), '-f', 'json']);
    expect({ code: json.code, requests: JSON.parse(json.out).requests.length }).toEqual({
      code: 0,
      requests: 1,
    });
    const har = await run(['analyze', deep(), '-f', 'har']);
    expect(harErrors(JSON.parse(har.out))).toEqual([]);
  });

  it('is refused with a reason where it would have to be written unchanged', async () => {
    const { code, err } = await run([
      'analyze',
      deep(),
      '-f',
      'har',
      '--full',
      '-o',
      join(folder, 'deep.out'),
    ]);
    expect(code).toBe(2);
    expect(err).toMatch(/^coalescope: nested too deeply/);
    expect(existsSync(join(folder, 'deep.out'))).toBe(false);
  });
});
