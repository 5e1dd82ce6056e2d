import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Capture } from '../../model/capture.ts';
import type { Evidence } from '../../model/evidence.ts';
import { bytesOf, chunksOf, decode } from '../../testing/bytes.ts';
import { captureOf, readFixtureText } from '../../testing/fixtures.ts';
import { readCertificate } from '../x509.ts';
import { createNetLogReader } from './netlog-reader.ts';

const text = readFixtureText('chromium/103.netlog.json.gz');
const whole = captureOf(createNetLogReader, text);
const lines = text.split('\n');

/** The parts of a capture that are the same for two readings of one log. */
function contents({ browser, requests, connections, resolutions }: Capture) {
  return { browser, requests, connections, resolutions };
}

function problemCodes({ problems }: Capture): string[] {
  return problems.map(({ code }) => code);
}

describe('a NetLog cut somewhere', () => {
  const eventsBegin = text.indexOf('"events": [') + '"events": [\n'.length;
  const eventsEnd = text.indexOf('\n"polledData"');

  it('keeps everything up to the last complete line', () => {
    const length = eventsEnd - eventsBegin;
    const cuts = Array.from(
      { length: 60 },
      (_, i) => eventsBegin + 1 + (Math.floor((length * i * 7919) / 60) % length),
    );
    for (const cut of [...cuts, eventsBegin + 1, eventsEnd - 3]) {
      const capture = captureOf(createNetLogReader, text.slice(0, cut), 64 * 1024);
      expect(capture.truncated).toBe(true);
      expect(problemCodes(capture)).toEqual(['netlog-truncated']);
      const upToLine = text.slice(0, text.lastIndexOf('\n', cut - 1)).replace(/,$/, '');
      expect(contents(capture)).toEqual(contents(captureOf(createNetLogReader, `${upToLine}\n]}`)));
    }
  });

  it('reports the line in which it ends', () => {
    const capture = captureOf(createNetLogReader, lines.slice(0, 1000).join('\n'));
    expect(capture.problems).toMatchObject([{ code: 'netlog-truncated', line: 1000 }]);
  });

  it('reads a last line without a line feed', () => {
    const cut = lines.slice(0, 1000).join('\n');
    const same = captureOf(createNetLogReader, `${cut}\n`);
    expect(contents(captureOf(createNetLogReader, cut))).toEqual(contents(same));
    expect(contents(captureOf(createNetLogReader, cut.replace(/,$/, '')))).toEqual(contents(same));
  });

  it('has all events when only the part after them is cut', () => {
    for (let cut = eventsEnd + 1; cut < text.length - 2; cut += 997) {
      const capture = captureOf(createNetLogReader, text.slice(0, cut));
      expect(contents(capture)).toEqual(contents(whole));
      expect(capture.truncated).toBe(true);
    }
  });

  it('never throws, wherever it is cut, and reports the cut', () => {
    const ends = [0, 1, 2, 13, 14, 40, 5000, eventsBegin - 13, eventsBegin - 5, eventsBegin - 1];
    for (const cut of [...ends, text.length - 2]) {
      const capture = captureOf(createNetLogReader, text.slice(0, cut));
      expect(capture.truncated).toBe(true);
      expect(capture.problems.length).toBeGreaterThan(0);
    }
  });
});

describe('a damaged NetLog', () => {
  it('loses only the broken lines and reports them', () => {
    const broken = lines
      .with(1, '"events": [\n%%% garbage {{{ [[[ "')
      .with(500, '{"params":{"x":')
      .with(502, '{]}');
    const capture = captureOf(createNetLogReader, broken.join('\n'));
    expect(capture.problems).toMatchObject([
      { code: 'netlog-bad-event', line: 3, message: expect.stringContaining('the first of 3 such') },
    ]);
    expect(capture.truncated).toBe(false);
    expect(capture.requests).toHaveLength(whole.requests.length);
  });

  it('reports an event with broken params', () => {
    const at = lines.findIndex((line) => line.includes('"params":{"headers":["HTTP/1.1 200'));
    expect(at).toBeGreaterThan(0);
    const broken = lines.with(at, (lines[at] ?? '').replace('{"headers":["', '{"headers":["" "'));
    const { problems, requests } = captureOf(createNetLogReader, broken.join('\n'));
    expect(problems.map(({ code, line }) => [code, line])).toEqual([['netlog-bad-event', at + 1]]);
    expect(requests).toHaveLength(whole.requests.length);
  });

  it('skips events of unknown types and shapes', () => {
    const odd = [
      '{"phase":0,"source":{"id":1,"type":999},"time":"5","type":99999},',
      '{"phase":9,"source":{"id":1,"type":1},"time":"5","type":99999},',
      '{"a":1},',
      '[],',
      'null,',
      '{"params":[1],"phase":1,"source":{"id":"x","type":1},"time":"5","type":3},',
      '{"params":"x","phase":1,"source":7,"time":{},"type":3},',
    ];
    const capture = captureOf(
      createNetLogReader,
      [...lines.slice(0, 2), ...odd, ...lines.slice(2)].join('\n'),
    );
    expect(contents(capture)).toEqual(contents(whole));
    expect(new Set(problemCodes(capture))).toEqual(new Set(['netlog-bad-event']));
  });

  it('bounds the number of problems', () => {
    const capture = captureOf(
      createNetLogReader,
      [...lines.slice(0, 2), ...Array(5000).fill('?')].join('\n'),
    );
    expect(capture.problems.length).toBeLessThan(60);
    expect(capture.problems.some(({ message }) => message.includes('the first of 4999 such'))).toBe(true);
  });

  it('never throws and never hangs on any mutation', () => {
    const head = lines.slice(0, 2).join('\n');
    const mutation = fc.record({
      from: fc.nat(lines.length - 40),
      at: fc.nat(20_000),
      insert: fc.oneof(
        fc.string(),
        fc.constantFrom('{', '}', '[', ']', '"', '\\', '\n', ',', 'null', '\u2028'),
      ),
      remove: fc.nat(300),
      size: fc.integer({ min: 1, max: 5000 }),
    });
    fc.assert(
      fc.property(mutation, ({ from, at, insert, remove, size }) => {
        const part = `${head}\n${lines.slice(from, from + 40).join('\n')}\n]}`;
        const place = at % part.length;
        const capture = captureOf(
          createNetLogReader,
          part.slice(0, place) + insert + part.slice(place + remove),
          size,
        );
        expect(Array.isArray(capture.requests)).toBe(true);
      }),
      { numRuns: 150 },
    );
  });
});

describe('a NetLog rewritten by another tool', () => {
  const parsed = JSON.parse(text);

  it.each([
    ['in one line', JSON.stringify(parsed)],
    ['pretty-printed', JSON.stringify(parsed, null, 2)],
    ['with tabs and CRLF', JSON.stringify(parsed, null, '\t').replaceAll('\n', '\r\n')],
    ['with CRLF', text.replaceAll('\n', '\r\n')],
    ['with the constants last', JSON.stringify({ events: parsed.events, constants: parsed.constants })],
    ['without polledData', JSON.stringify({ constants: parsed.constants, events: parsed.events })],
    ['with an object for polledData', JSON.stringify({ ...parsed, polledData: { a: [1, '}]'] } })],
    [
      'with its keys in another order',
      `{"constants":${JSON.stringify(parsed.constants)},\n"events": [\n${parsed.events
        .map(({ type, params, ...rest }: Record<string, unknown>) =>
          JSON.stringify({ type, ...rest, params }),
        )
        .join(',\n')}\n]}`,
    ],
  ])('is the same %s', (_how, written) => {
    for (const size of [64 * 1024, 1000]) {
      const capture = captureOf(createNetLogReader, written, size);
      expect(capture.problems).toEqual([]);
      expect(capture.truncated).toBe(false);
      expect(contents(capture)).toEqual(contents(whole));
    }
  });

  it('can be cut in one line, too', () => {
    const written = JSON.stringify({ constants: parsed.constants, events: parsed.events });
    const capture = captureOf(createNetLogReader, written.slice(0, written.length / 2));
    expect(capture.truncated).toBe(true);
    expect(problemCodes(capture)).toEqual(['netlog-truncated']);
    expect(capture.requests.length).toBeGreaterThan(3);
  });
});

describe('a file that is not a NetLog', () => {
  it.each([
    ['nothing', ''],
    ['text', 'hello'],
    ['a number', '42'],
    ['HTML', '<!doctype html><script>alert(1)</script>'],
    ['an empty object', '{}'],
    ['a HAR', '{"log":{"version":"1.2","entries":[]}}'],
    ['constants of the wrong types', '{"constants":[1,2],"events":[{"type":1}]}'],
    ['constants without types', '{"constants":{"logEventTypes":{}},"events":[]}'],
    ['events of the wrong type', '{"constants":{"logEventTypes":{"A":1}},"events":7}'],
    ['deep nesting', '['.repeat(200_000)],
    ['a deep object', '{"constants":'.repeat(100_000)],
  ])('%s gives a problem and nothing else', (_what, input) => {
    const capture = captureOf(createNetLogReader, input);
    expect(capture.requests).toEqual([]);
    expect(capture.connections).toEqual([]);
    expect(capture.problems.length).toBeGreaterThan(0);
  });

  it('skips a line that is too long and continues', () => {
    const long = `{"params":{"bytes":"${'A'.repeat(17 * 1024 * 1024)}"},"phase":0,"source":{"id":1,"type":1},"time":"1","type":1},`;
    const capture = captureOf(
      createNetLogReader,
      [...lines.slice(0, 2), long, ...lines.slice(2)].join('\n'),
      1024 * 1024,
    );
    expect(capture.problems).toMatchObject([{ code: 'netlog-too-long', line: 3 }]);
    expect(contents(capture)).toEqual(contents(whole));
  });
});

it('reports the browser and the requests while the file is still arriving', () => {
  const reported: Evidence[] = [];
  const reader = createNetLogReader((evidence) => reported.push(evidence), { decode, readCertificate });
  const bytes = bytesOf(text);
  reader.push(bytes.subarray(0, bytes.length / 2));
  expect(reported[0]).toMatchObject({ kind: 'source', browser: { name: 'Chromium' } });
  const half = reported.filter(({ kind }) => kind === 'request').length;
  expect(half).toBeGreaterThan(3);
  for (const chunk of chunksOf(bytes.subarray(bytes.length / 2), 9999)) reader.push(chunk);
  reader.end();
  expect(reported.filter(({ kind }) => kind === 'request').length).toBeGreaterThan(half);
});
