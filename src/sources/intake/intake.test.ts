import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CaptureBuilder } from '../../model/builder/builder.ts';
import { bytesOf, chunksOf, decode } from '../../testing/bytes.ts';
import { readFixtureBytes, readFixtureText } from '../../testing/fixtures.ts';
import { readTruth, sentByCapture, sentByTruth } from '../../testing/lab-truth.ts';
import { readPieces, readText } from '../../testing/read-text.ts';
import { readCertificate } from '../x509.ts';
import { createIntake } from './intake.ts';

describe('a text of a known kind', () => {
  test.each([
    ['chromium/103.har.json.gz', 'har'],
    ['chromium/103.netlog.json.gz', 'netlog'],
    ['dialects/cdp.json.gz', 'cdp'],
    ['dialects/chrome-trace.json.gz', 'chrome-trace'],
    ['firefox/h3.moz_log.gz', 'moz-log'],
  ])('%s is read as %s, whatever the pieces', (name, kind) => {
    const text = readFixtureText(name);
    const whole = readText(text);
    expect(whole.sources).toEqual([kind]);
    expect(whole.requests.length).toBeGreaterThan(10);
    for (const size of text.length < 2_000_000 ? [1, 63, 4_096] : [65_537])
      expect(readPieces(text, size)).toEqual({ capture: whole, kind });
    expect(readText(`\ufeff\r\n${text}`)).toEqual(whole);
  });

  test('a HAR in a script is read, whatever the pieces', () => {
    const text = readFixtureText('chromium/103.har.json.gz');
    const { requests } = readText(text);
    for (const size of [7, 4_096]) {
      const { capture } = readPieces(`onInputData(${text});\n`, size);
      expect(capture.requests).toEqual(requests);
      expect(capture.problems).toEqual([]);
    }
  });

  test.each([1, 63, 4_096])('a trace in protobuf form is read, in pieces of %i', (size) => {
    const builder = new CaptureBuilder();
    const intake = createIntake((event) => builder.apply(event), { decode, readCertificate });
    for (const piece of chunksOf(readFixtureBytes('netlog/traced.trace.gz'), size)) intake.push(piece);
    intake.end();
    const capture = builder.snapshot();
    const truth = readTruth('traced');
    expect(intake.kind).toBe('chrome-trace-proto');
    expect(sentByCapture(capture, truth)).toEqual(sentByTruth(truth));
    expect(capture.problems).toEqual([]);
  });

  test('its kind is available as soon as it is known', () => {
    const intake = createIntake(() => undefined, { decode, readCertificate });
    intake.push(bytesOf('  {"lo'));
    expect(intake.kind).toBeNull();
    intake.push(bytesOf(`g":{"version":"1.2","creator":{"name":"${'x'.repeat(64)}`));
    expect(intake.kind).toBe('har');
  });

  test.each(['har', 'netlog', 'cdp'])('a truncated %s is reported as truncated', (kind) => {
    const name = kind === 'cdp' ? 'dialects/cdp.json.gz' : `chromium/103.${kind}.json.gz`;
    const text = readFixtureText(name);
    for (const part of [0.3, 0.5, 0.9]) {
      const capture = readText(text.slice(0, Math.floor(text.length * part)));
      expect(capture.truncated, `${part}`).toBe(true);
      expect(capture.requests.length).toBeGreaterThan(0);
    }
  });
});

describe('a text of no known kind', () => {
  test.each([
    ['', 'is empty'],
    [' \n\t ', 'is empty'],
    ['<!DOCTYPE html><html>', 'is a web page (HTML)'],
    ['<?xml version="1.0"?>', 'is XML'],
    ['\u001f\ufffd\b', 'is compressed (gzip): unpack it first'],
    ['\ufffdPNG\r\n', 'is an image'],
    ['%PDF-1.7', 'is a PDF'],
    ['abc\u0000def', 'is binary'],
    ['hello', 'is text of an unknown kind'],
    ['[1,2,3]', 'is a JSON array with nothing recognised in it'],
    ['{"a":1,"b":{"c":2}}', 'is a JSON object of an unknown kind (it has "a", "b")'],
    ['{"log":[]}', 'is a JSON object of an unknown kind (it has "log")'],
  ])('%j gives one problem that says what it looks like', (text, what) => {
    for (const size of [1, 1_000]) {
      const { capture, kind } = readPieces(text, size, 'x.har');
      expect(kind).toBeNull();
      expect(capture.sources).toEqual([]);
      expect(capture.problems).toEqual([
        { code: 'unknown-kind', message: expect.stringMatching(/^x\.har .*\. Coalescope reads /) },
      ]);
      expect(capture.problems[0]?.message).toContain(`x.har ${what}. `);
    }
  });

  test.each([['{"format":"coalescope-report"}', 'a Coalescope report', 'coalescope-report']])(
    '%s is recognised but not read',
    (text, what, kind) => {
      const read = readPieces(text, 1_000);
      expect(read.kind).toBe(kind);
      expect(read.capture.problems[0]).toMatchObject({ code: 'unknown-kind' });
      expect(read.capture.problems[0]?.message).toContain(`This file is ${what}`);
    },
  );
});

describe('hostile text', () => {
  test.each([
    ['ten million open brackets', '['.repeat(10_000_000)],
    ['ten million nested objects', '{"a":'.repeat(2_000_000)],
    ['a string without an end', `{"${'x'.repeat(10_000_000)}`],
    ['ten million backslashes', `{"log":{"entries":["${'\\'.repeat(10_000_000)}`],
    ['ten million commas', `{"log":{"entries":[${','.repeat(10_000_000)}`],
    ['ten million blanks', ' '.repeat(10_000_000)],
    ['a million lines', '{"method":"Network.x","params":{}}\n'.repeat(300_000)],
    ['a megabyte of markup', '<script>alert(1)</script>'.repeat(40_000)],
  ])('%s is read to its end', (_what, text) => {
    const { capture } = readPieces(text, 65_536);
    expect(capture.requests).toEqual([]);
    expect(capture.problems.length).toBeLessThan(200);
  });

  test('of an unknown kind that arrives one character at a time is inspected only a few times', () => {
    const { capture } = readPieces(`[${'"x",'.repeat(100_000)}`, 1);
    expect(capture.problems.map(({ code }) => code)).toEqual(['unknown-kind']);
  });

  test('of any characters and any JSON never throws, and gives the same capture in any pieces', () => {
    const soup = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.json(),
      fc
        .jsonValue()
        .map((value) => JSON.stringify({ log: value, entries: value, method: value, params: value })),
      fc.jsonValue().map((value) => JSON.stringify({ log: { entries: [value, value] } })),
      fc.jsonValue().map((value) => JSON.stringify([{ method: 'Network.requestWillBeSent', params: value }])),
    );
    fc.assert(
      fc.property(soup, fc.integer({ min: 1, max: 100 }), (text, size) => {
        expect(readPieces(text, size).capture).toEqual(readText(text));
      }),
      { numRuns: 500 },
    );
  });
});
