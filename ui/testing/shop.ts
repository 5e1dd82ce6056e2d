import type { Analysis } from '../../src/analysis/analysis.ts';
import { analyze } from '../../src/analysis/analyze.ts';
import { CaptureBuilder } from '../../src/model/builder/builder.ts';
import type { AttemptRecord } from '../../src/model/capture.ts';
import type { Evidence } from '../../src/model/evidence.ts';

const START = 1_700_000_000_000;

type Attempt = readonly [connection: string, status: number];

/** The evidence of a NetLog for a request with these attempts. */
export function requestEvidence(
  key: string,
  method: string,
  url: string,
  attempts: readonly Attempt[],
): Evidence[] {
  const startedAt = START + Number(key) * 100;
  const final = attempts.at(-1)?.[1] ?? null;
  const facts = { startedAt, endedAt: startedAt + 50, status: final };
  return [
    { kind: 'request', source: 'netlog', key, url, method, facts },
    ...attempts.map(
      ([connection, status], index): Evidence => ({
        kind: 'attempt',
        source: 'netlog',
        key,
        index,
        facts: attemptFacts(connection, status, startedAt + index * 20, index < attempts.length - 1),
      }),
    ),
  ];
}

function attemptFacts(
  connection: string,
  status: number,
  startedAt: number,
  again: boolean,
): Partial<AttemptRecord> {
  const restart = again ? { restart: 'misdirected' as const } : {};
  return { connection, status, startedAt, endedAt: startedAt + 20, stream: 1, ...restart };
}

/** A connection opened for an origin; all have the same address. */
export function connectionEvidence(id: string, openedFor: string): Evidence {
  return {
    kind: 'connection',
    source: 'netlog',
    id,
    facts: {
      openedFor,
      openedForCertainty: 'observed',
      protocol: 'h2',
      remote: { address: '127.0.0.1', port: 443 },
      openedAt: START,
    },
  };
}

/** A small shop: a page, a coalesced image, a login that was misdirected and re-sent, and one always refused. */
export function shopEvidence(): Evidence[] {
  return [
    { kind: 'source', source: 'netlog', browser: { name: 'Chromium', version: '156.0.1.2' } },
    connectionEvidence('87', 'https://www.shop.test'),
    connectionEvidence('108', 'https://auth.shop.test'),
    ...requestEvidence('1', 'GET', 'https://www.shop.test/', [['87', 200]]),
    ...requestEvidence('2', 'GET', 'https://img.shop.test/a.png?w=2', [['87', 200]]),
    ...requestEvidence('3', 'POST', 'https://auth.shop.test/login', [
      ['87', 421],
      ['108', 200],
    ]),
    ...requestEvidence('4', 'GET', 'https://old.shop.test:8443/x', [
      ['87', 421],
      ['109', 421],
    ]),
  ];
}

export function analysisOf(events: readonly Evidence[]): Analysis {
  const builder = new CaptureBuilder();
  for (const event of events) builder.apply(event);
  return analyze(builder.snapshot());
}
