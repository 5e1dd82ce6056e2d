import { describe, expect, it } from 'vitest';
import { CaptureBuilder } from '../../model/builder/builder.ts';
import { harEntryEvidence } from '../../sources/har/entry.ts';
import type { WebRequestDetails, WebRequestEvent } from '../../sources/webrequest/events.ts';
import { WebRequestTracker } from '../../sources/webrequest/web-request-tracker.ts';
import { readDer } from '../../sources/x509.ts';
import { readFixtureText } from '../../testing/fixtures.ts';
import type { AnalysedAttempt, AnalysedRequest, Analysis } from '../analysis.ts';
import { analyze } from '../analyze.ts';

/** One thing that a test extension saw in Firefox 153. */
type Seen =
  | { kind: 'wr'; n: WebRequestEvent; d: WebRequestDetails }
  | { kind: 'si'; requestId: string; url: string; si: { certificates: Leaf[] } }
  | { kind: 'orf'; e: object }
  | { kind: 'other' };

interface Leaf {
  fingerprint: { sha256: string };
  rawDER: number[];
}

interface Served {
  ev: string;
  conn: number;
  sni: string;
  authority: string;
  method: string;
  path: string;
  status: number;
}

interface Use {
  /** Whether to leave out one of the two traces. */
  readonly without?: 'type' | 'timing';
}

function linesOf<T>(name: string): T[] {
  return readFixtureText(`firefox/${name}.jsonl.gz`)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

function captured(run: string, { without }: Use = {}): Analysis {
  const builder = new CaptureBuilder();
  const tracker = WebRequestTracker.from();
  builder.apply({ kind: 'source', source: 'webrequest', browser: { name: 'Firefox', version: '153' } });
  const keys = new Map<string, { key: string; method: string }>();
  for (const [i, seen] of linesOf<Seen>(`${run}.extension`).entries()) {
    if (seen.kind === 'wr') {
      const headers = without === 'type' ? { responseHeaders: [] } : {};
      for (const event of tracker.handle(seen.n, { ...seen.d, ...headers })) {
        builder.apply(event);
        if (event.kind === 'request') keys.set(seen.d.requestId, event);
      }
    } else if (seen.kind === 'si') {
      const [leaf] = seen.si.certificates;
      const known = keys.get(seen.requestId);
      const certificate = leaf === undefined ? null : readDer(Uint8Array.from(leaf.rawDER));
      if (leaf === undefined || known === undefined || certificate === null) continue;
      const { sha256 } = leaf.fingerprint;
      const { key, method } = known;
      builder.apply({ kind: 'certificate', source: 'webrequest', fingerprint: sha256, certificate });
      const facts = { certificateId: sha256 };
      builder.apply({ kind: 'request', source: 'webrequest', key, url: seen.url, method, facts });
    } else if (seen.kind === 'orf') {
      const timings = without === 'timing' ? { timings: { send: 0, wait: 1, receive: 0 } } : {};
      for (const event of harEntryEvidence({ ...seen.e, ...timings }, `d${i}`)) builder.apply(event);
    }
  }
  return analyze(builder.snapshot());
}

/** The servers' log by request: its attempts in order. A URL that was requested often is omitted. */
function truthOf(run: string): Map<string, Served[]> {
  const truth = new Map<string, Served[]>();
  for (const row of linesOf<Served>(`${run}.server`)) {
    if (row.ev !== 'req') continue;
    const name = `${row.method} https://${row.authority}${row.path}`;
    truth.set(name, [...(truth.get(name) ?? []), row]);
  }
  for (const name of truth.keys()) if (name.endsWith('/warm')) truth.delete(name);
  return truth;
}

interface Pair {
  readonly request: AnalysedRequest;
  readonly served: readonly Served[];
}

function pairs(run: string, use: Use = {}): Pair[] {
  const truth = truthOf(run);
  return [...captured(run, use).requests.values()].flatMap((request) => {
    const served = truth.get(`${request.record.method} ${request.record.url}`);
    return served === undefined ? [] : [{ request, served }];
  });
}

const RUNS = ['t1', 't2', 't7', 't15'] as const;
const isCoalesced = ({ sni, authority }: Served) => !authority.startsWith(`${sni}:`);
const statuses = (attempts: readonly (AnalysedAttempt | Served)[]) => attempts.map(({ status }) => status);

describe.each(RUNS)('what an extension saw of Firefox: %s', (run) => {
  it('shows every request that was sent twice, and no other', () => {
    const all = pairs(run);
    expect(all.length).toBeGreaterThan(5);
    for (const { request, served } of all) {
      // A 408 leaves the same traces; what it was shows only when its new connection is used again.
      const statusOf = ({ status }: Served) => (status === 408 ? expect.toBeOneOf([421, null]) : status);
      expect(statuses(request.attempts), request.record.url).toEqual(served.map(statusOf));
    }
  });

  it('never shows a hidden attempt as observed', () => {
    for (const { request } of pairs(run)) {
      for (const { hidden, certainty, confidence } of request.attempts) {
        expect(certainty).toMatch(hidden ? /^(inferred|derived)$/ : /^observed$/);
        if (certainty === 'inferred') expect(confidence).toBeLessThan(1);
      }
    }
  });

  it('reports as coalesced only what was', () => {
    for (const { request, served } of pairs(run)) {
      request.attempts.forEach((attempt, i) => {
        const row = served[i];
        if (attempt.coalesced === null || row === undefined) return;
        expect(attempt.coalescedCertainty, request.record.url).toBe('inferred');
        expect(attempt.coalesced, `${request.record.url} ${i}`).toBe(isCoalesced(row));
      });
    }
  });

  it.each(['type', 'timing'] as const)('one trace is enough: without the %s', (without) => {
    for (const { request, served } of pairs(run, { without })) {
      // Nothing that was sent once is said to have been sent twice.
      if (served.length === 1) expect(request.attempts.length, request.record.url).toBe(1);
    }
    const twice = pairs(run, { without }).filter(({ served }) => served.length > 1);
    const found = twice.filter(({ request }) => request.attempts.length === 2);
    expect(found.length).toBeGreaterThanOrEqual(without === 'type' ? twice.length - 2 : twice.length - 3);
  });
});

describe('all runs together', () => {
  it('have the connections of the servers’ logs', () => {
    const stated = RUNS.flatMap((run) =>
      pairs(run).flatMap(({ request, served }) =>
        request.attempts.map(({ connection }, i) => ({
          theirs: `${run} ${served[i]?.conn}`,
          ours: `${run} ${connection}`,
        })),
      ),
    );
    const right = stated.filter(({ theirs, ours }) => {
      const sameOurs = stated.filter((each) => each.ours === ours).map((each) => each.theirs);
      const sameTheirs = stated.filter((each) => each.theirs === theirs).map((each) => each.ours);
      return new Set(sameOurs).size === 1 && new Set(sameTheirs).size === 1;
    });
    expect(right.length / stated.length).toBeGreaterThanOrEqual(0.9);
  });
});
