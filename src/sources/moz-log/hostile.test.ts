import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { captureOf, readFixtureText } from '../../testing/fixtures.ts';
import { readAndReport } from '../../testing/read-and-report.ts';
import { createMozLogReader } from './reader.ts';

/** Run t7 from the middle, where b.localhost is misdirected: it begins after its first connection was opened. */
const LINES = readFixtureText('firefox/t7.moz_log.gz').split('\n').slice(2_600, 3_320);
const LOG = `${LINES.join('\n')}\n`;
const whole = captureOf(createMozLogReader, LOG);
const b1 = whole.requests.find(({ url }) => url.endsWith('/b1'));
const SCRIPT = '\u001b]0;x\u0007<img src=x onerror=alert(1)>"\'`</script>\u202e';
const OPTIONS = { numRuns: 40 };

const place = fc.integer({ min: 0, max: LINES.length - 1 });
const byte = fc.integer({ min: 0, max: LOG.length - 1 });
const pieces = fc.integer({ min: 1, max: 5_000 });

function codesOf(text: string): string[] {
  return captureOf(createMozLogReader, text).problems.map(({ code }) => code);
}

describe('a log that begins in the middle', () => {
  it('yields what it contains, and also what the connection was opened for', () => {
    expect(whole.problems).toEqual([]);
    expect(whole.truncated).toBe(false);
    expect(b1?.attempts).toMatchObject([
      { status: 421, stream: 7, restart: 'misdirected' },
      { status: 200, stream: 3, restart: null },
    ]);
    const first = whole.connections.find(({ id }) => id === b1?.attempts[0]?.connection);
    expect(first).toMatchObject({ openedFor: 'https://a.localhost:28943', openedAt: null, protocol: 'h2' });
    expect(first?.retiredAt).not.toBeNull();
  });
});

describe('a broken log', () => {
  it('that is truncated anywhere reports it, and has only requests of the whole', () => {
    const urls = new Set(whole.requests.map(({ url }) => url));
    fc.assert(
      fc.property(byte, pieces, (at, size) => {
        const { capture } = readAndReport(LOG.slice(0, at), size);
        const cut = at > 0 && LOG[at - 1] !== '\n';
        expect(capture.problems.length > 0).toBe(cut || capture.sources.length === 0);
        for (const { url } of capture.requests) expect(urls).toContain(url);
      }),
      OPTIONS,
    );
  });

  it('with lost, doubled and swapped lines is read to its end', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(place, place), { maxLength: 60 }), (changes) => {
        const lines = [...LINES];
        for (const [from, to] of changes) lines.splice(to, from % 2, lines[from] ?? '');
        readAndReport(`${lines.join('\n')}\n`);
      }),
      OPTIONS,
    );
  });

  it('with any bytes anywhere is read to its end', () => {
    const junk = fc.array(fc.tuple(byte, fc.string({ unit: 'binary', maxLength: 8 })), { maxLength: 30 });
    fc.assert(
      fc.property(junk, pieces, (changes, size) => {
        let text = LOG;
        for (const [at, instead] of changes)
          text = text.slice(0, at) + instead + text.slice(at + instead.length);
        readAndReport(text, size);
      }),
      OPTIONS,
    );
  });

  it('with garbage between two lines reports where, and loses nothing else', () => {
    const garbage = ['\u0000\u0001\u0002', `${LINES[3]?.slice(0, 60)}\u0000`, '\u0007'.repeat(500)];
    for (const junk of garbage) {
      const lines = [...LINES.slice(0, 100), junk, ...LINES.slice(100)];
      const capture = captureOf(createMozLogReader, `${lines.join('\n')}\n`);
      expect(capture.problems).toMatchObject([{ code: 'moz-log-bad-line', line: 101 }]);
      expect(capture.requests).toEqual(whole.requests);
    }
  });

  it('gives a problem for each truncated line that would have been used', () => {
    const at = LINES.findIndex((line) => line.includes('nsHttpConnection::Activate [this='));
    const short = LINES[at]?.replace(/trans=.*/, '') ?? '';
    const capture = captureOf(createMozLogReader, `${LINES.toSpliced(at, 1, short).join('\n')}\n`);
    expect(capture.problems).toMatchObject([{ code: 'moz-log-bad-line', line: at + 1 }]);
  });

  it('never shows more than a few of a million problems', () => {
    const line = `${LINES.find((one) => one.includes('Activate ['))?.replace(/\[this.*/, '[')}\n`;
    expect(captureOf(createMozLogReader, line.repeat(20_000)).problems.length).toBeLessThan(60);
  });
});

describe('a hostile log', () => {
  it('with scripts and escapes in every name keeps them as text', () => {
    const evil = LOG.replaceAll('/b1', `/b1${SCRIPT}`).replaceAll('text/plain', `text/plain${SCRIPT}`);
    const { capture } = readAndReport(evil.replaceAll('b.localhost', `b.local${SCRIPT}`));
    expect(capture.requests.length).toBeGreaterThan(0);
  });

  it.each([
    ['one endless line', 'x'.repeat(3_000_000)],
    ['brackets without an end', '['.repeat(2_000_000)],
    ['a bracket in each of a million lines', '[]: \n'.repeat(1_000_000)],
    ['a head of a megabyte', `${LINES[0]?.split(']:')[0]}${']:'.repeat(1_000_000)}`],
    ['a million empty lines', '\n'.repeat(1_000_000)],
  ])('%s is read to its end', (_what, text) => {
    const capture = captureOf(createMozLogReader, `${LOG}${text}\n${LOG}`, 65_536);
    expect(capture.requests.map(({ url }) => url)).toContain('https://b.localhost:28943/b1');
    expect(capture.problems.length).toBeLessThan(60);
  });

  it('with a line that is too long reports that it was skipped', () => {
    expect(codesOf(`${LOG}${'x'.repeat(3_000_000)}\n`)).toEqual(['moz-log-too-long']);
  });
});

it('keeps cookies only where exports remove them', () => {
  const cookie = LINES.findIndex((line) => line.includes('  Host: b.localhost'));
  const line = LINES[cookie]?.replace(/Host: .*/, 'Cookie: session=s3cr3t-of-the-user') ?? '';
  const text = `${LINES.toSpliced(cookie, 0, line).join('\n')}\n`;
  const { capture, report } = readAndReport(text);
  expect(JSON.stringify(capture.requests)).toContain('s3cr3t-of-the-user');
  expect(JSON.stringify(report)).not.toContain('s3cr3t-of-the-user');
});
