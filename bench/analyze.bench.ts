import { bench, describe } from 'vitest';
import { analyze } from '../src/analysis/analyze.ts';
import { diagnose } from '../src/diagnosis/diagnose.ts';
import { CaptureBuilder } from '../src/model/builder/builder.ts';
import type { Capture } from '../src/model/capture.ts';

const HOSTS = 60;
const START = 1_700_000_000_000;

/** A large live capture. Every tenth request opens a connection, every fiftieth of them after a lost round trip. */
function largeCapture(requests: number, connections: number): Capture {
  const builder = new CaptureBuilder();
  builder.apply({ kind: 'source', source: 'har', browser: { name: 'Chrome', version: '156' } });
  const perConnection = requests / connections;
  for (let i = 0; i < requests; i += 1) {
    const connection = Math.floor(i / perConnection);
    const opens = i % perConnection === 0;
    const stalled = opens && connection % 5 === 0 ? 25 : 0.5;
    const host = (connection + (opens ? 0 : i % 3)) % HOSTS;
    const url = `https://h${host}.site.test/r${i}`;
    const status = i % 97 === 0 ? 421 : i % 31 === 0 ? 404 : 200;
    const startedAt = START + i * 3;
    const remote = { address: `10.0.0.${connection % 4}`, port: 443 };
    const key = String(i);
    builder.apply({
      kind: 'request',
      source: 'har',
      key,
      url,
      method: i % 7 === 0 ? 'POST' : 'GET',
      facts: { startedAt, endedAt: startedAt + 90, status, protocol: 'h2', remote },
    });
    builder.apply({
      kind: 'connection',
      source: 'har',
      id: String(connection),
      facts: {
        protocol: 'h2',
        remote,
        ...(opens && {
          openedFor: `https://h${host}.site.test`,
          openedForCertainty: 'derived' as const,
          openedAt: startedAt + stalled,
        }),
      },
    });
    builder.apply({
      kind: 'attempt',
      source: 'har',
      key,
      index: 'final',
      facts: {
        connection: String(connection),
        status,
        startedAt: startedAt + stalled + (opens ? 40 : 0),
        endedAt: startedAt + 90,
        reused: !opens,
        phases: {
          queued: 1,
          stalled,
          proxy: null,
          dns: opens ? 0 : null,
          connect: opens ? 20 : null,
          tls: opens ? 20 : null,
          send: 0.2,
          wait: 22,
          receive: 1,
        },
      },
    });
  }
  return builder.snapshot();
}

const capture = largeCapture(5_000, 500);
const analysis = analyze(capture);

describe('5,000 requests on 500 connections', () => {
  bench('analyze', () => {
    analyze(capture);
  });
  bench('diagnose', () => {
    diagnose(analysis);
  });
});
