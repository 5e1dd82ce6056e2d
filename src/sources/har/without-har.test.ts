import { expect, test } from 'vitest';
import { MOST_OF_BODY } from '../../model/answer-body.ts';
import { CaptureBuilder } from '../../model/builder/builder.ts';
import type { Capture } from '../../model/capture.ts';
import { bytesOf, chunksOf, decode } from '../../testing/bytes.ts';
import { captureOf, readFixtureText } from '../../testing/fixtures.ts';
import { createHarReader } from './har-reader.ts';

function readWithout(text: string, size: number): Capture {
  const builder = new CaptureBuilder();
  const reader = createHarReader((evidence) => builder.apply(evidence), { decode, keepHar: false });
  for (const piece of chunksOf(bytesOf(text), size)) reader.push(piece);
  reader.end();
  return builder.snapshot();
}

/** The capture without the HAR itself. */
function withoutIt(capture: Capture): Capture {
  return { ...capture, harLog: null, requests: capture.requests.map((one) => ({ ...one, har: null })) };
}

test.each([
  'chromium/101.har.json.gz',
  'firefox/t7.har.json.gz',
  'dialects/firefox.har.gz',
  'dialects/webpagetest.har.gz',
])('a capture that does not keep %s has the same evidence', (name) => {
  const text = readFixtureText(name);
  const expected = withoutIt(captureOf(createHarReader, text));
  for (const size of [Number.POSITIVE_INFINITY, 1 << 18, 10_007]) {
    expect(readWithout(text, size)).toEqual(expected);
  }
});

test('the beginning of a body that identifies its writer is kept, however it is encoded', () => {
  const body = `é\u0001😀"\\${'\u0002'.repeat(MOST_OF_BODY)}${'x'.repeat(1e6)}`;
  const entry = {
    request: { url: 'https://a.test/', method: 'POST', postData: { text: body } },
    response: { content: { text: body }, status: 421 },
    startedDateTime: '2026-11-22T16:14:41.279Z',
  };
  const text = JSON.stringify({ log: { entries: [entry, entry] } });
  for (const size of [Number.POSITIVE_INFINITY, 1 << 18, 4_099]) {
    const { requests } = readWithout(text, size);
    expect(requests.map(({ responseBody }) => responseBody)).toEqual([
      body.slice(0, MOST_OF_BODY),
      body.slice(0, MOST_OF_BODY),
    ]);
  }
});
