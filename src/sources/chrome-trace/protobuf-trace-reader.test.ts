import { describe, expect, it } from 'vitest';
import { CaptureBuilder } from '../../model/builder/builder.ts';
import type { Capture } from '../../model/capture.ts';
import { chunksOf } from '../../testing/bytes.ts';
import { captureOf, readFixtureBytes, readFixtureText } from '../../testing/fixtures.ts';
import { readTruth, sentByCapture, sentByTruth } from '../../testing/lab-truth.ts';
import { createNetLogReader } from '../netlog/netlog-reader.ts';
import { readCertificate } from '../x509.ts';
import { createTraceProtoReader } from './protobuf-trace-reader.ts';

/** Recorded by e2e/netlogs/record.ts: the trace, the NetLog and the servers' log of one run of Chromium 156. */
const trace = readFixtureBytes('netlog/traced.trace.gz');
const truth = readTruth('traced');

function read(bytes: Uint8Array, size = bytes.length): Capture {
  const builder = new CaptureBuilder();
  const reader = createTraceProtoReader((evidence) => builder.apply(evidence), { readCertificate });
  for (const piece of chunksOf(bytes, size)) reader.push(piece);
  reader.end();
  return builder.snapshot();
}

const codes = ({ problems }: Capture) => problems.map(({ code }) => code);

describe('a trace of the browser target', () => {
  const capture = read(trace);
  const netLog = captureOf(createNetLogReader, readFixtureText('netlog/traced.netlog.json.gz'));

  it('gives every attempt the status, stream and connection that the servers saw', () => {
    expect(codes(capture)).toEqual([]);
    expect(sentByCapture(capture, truth)).toEqual(sentByTruth(truth));
  });

  it("has the ids of the browser's NetLog, and the same facts of each attempt", () => {
    const factsOf = ({ requests }: Capture) =>
      requests
        .filter(({ url }) => url.includes('.site.localhost'))
        .map(({ url, method, status, error, partition, attempts }) => ({
          ...{ url, method, status, error, partition },
          attempts: attempts.map(({ connection, stream, restart, reused }) => ({
            ...{ connection, stream, restart, reused },
          })),
        }));
    expect(factsOf(capture)).toEqual(factsOf(netLog));
  });

  it('reports certificates, addresses and openings as the NetLog does', () => {
    const factsOf = ({ connections }: Capture) =>
      connections.map(({ id, protocol, remote, openedFor, certificate, privacyMode }) => ({
        ...{ id, protocol, remote, openedFor, certificate, privacyMode },
      }));
    expect(factsOf(capture)).toEqual(factsOf(netLog));
  });

  it('reports epoch times that match the milliseconds of the NetLog', () => {
    const starts = ({ requests }: Capture) =>
      new Map(requests.flatMap((r) => (r.attempts[0]?.startedAt ? [[r.url, r.attempts[0].startedAt]] : [])));
    const ofNetLog = starts(netLog);
    for (const [url, at] of starts(capture)) {
      // One offset between the two clocks for all, and two roundings.
      expect(Math.abs(at - (ofNetLog.get(url) ?? 0))).toBeLessThan(5);
    }
  });

  it('finds the browser in the headers that it sends', () => {
    expect(capture.browser).toEqual({ name: 'Chrome', version: '156.0.0.0' });
  });

  it.each([1, 7, 64 * 1024])('reads the same in pieces of %i', (size) => {
    expect({ ...read(trace, size), version: 0 }).toEqual({ ...capture, version: 0 });
  });
});

describe('a file that is not a complete trace', () => {
  it('reports that it was cut, and keeps what came before', () => {
    const cut = read(trace.subarray(0, trace.length - 1_000));
    expect(cut.truncated).toBe(true);
    expect(codes(cut)).toEqual(['trace-truncated']);
    expect(cut.requests.length).toBeGreaterThan(5);
  });

  it('reports that text is not a trace', () => {
    expect(codes(read(new TextEncoder().encode('{"traceEvents": []}')))).toContain('trace-no-packets');
  });

  it('skips a broken packet', () => {
    // A packet of two bytes that say "a message of 100 bytes follows".
    const broken = new Uint8Array(trace.length + 4);
    broken.set([0x0a, 2, 0x5a, 100]);
    broken.set(trace, 4);
    const capture = read(broken);
    expect(codes(capture)).toEqual(['trace-bad-packet']);
    expect(sentByCapture(capture, truth)).toEqual(sentByTruth(truth));
  });

  it('says how to record network events when there are none', () => {
    expect(codes(read(Uint8Array.of(0x0a, 0)))).toEqual(['trace-no-netlog']);
  });
});
