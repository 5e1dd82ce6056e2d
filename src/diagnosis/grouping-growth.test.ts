import { expect, it } from 'vitest';
import type { AnalysedConnection, AnalysedRequest, Analysis } from '../analysis/analysis.ts';
import { analyze } from '../analysis/analyze.ts';
import { sketchCapture } from '../testing/sketch-capture.ts';
import { diagnose } from './diagnose.ts';

/** Hosts that each got a 421 on a connection opened for the one before, or for the first. */
function misdirected(count: number, server: string, openerOf: (i: number) => number): Analysis {
  const ids = Array.from({ length: count }, (_, i) => i);
  const answerHeaders = [{ name: 'server', value: server }];
  const url = (i: number) => `https://h${i}.shop.test`;
  return analyze(
    sketchCapture({
      source: 'netlog',
      connections: ids.map((i) => ({ id: String(i), openedFor: url(i), openedAt: i })),
      requests: ids.slice(1).map((i) => ({
        url: `${url(i)}/`,
        attempts: [
          {
            connection: String(openerOf(i)),
            status: 421,
            startedAt: 10 * i,
            endedAt: 10 * i + 5,
            answerHeaders,
          },
          { connection: String(i), status: 200, startedAt: 10 * i + 5, endedAt: 10 * i + 9 },
        ],
      })),
    }),
  );
}

/** How often requests and connections are looked up while the findings are grouped and worded. */
function readsFor(analysis: Analysis): number {
  let reads = 0;
  class Counted<V> extends Map<string, V> {
    override get(key: string): V | undefined {
      reads += 1;
      return super.get(key);
    }
  }
  const counted: Analysis = {
    ...analysis,
    requests: new Counted<AnalysedRequest>(analysis.requests),
    connections: new Counted<AnalysedConnection>(analysis.connections),
  };
  const found = diagnose(counted).filter(({ kind }) => kind === 'misdirected-recovered');
  expect(found).toHaveLength(1);
  return reads;
}

const CASES = [
  ['an unknown server, one opener', '', () => 0],
  ['nginx, whose lines name all hosts, one opener', 'nginx', () => 0],
  ['nginx, each on the connection of the one before', 'nginx', (i: number) => i - 1],
] as const;

// Linear growth doubles the reads; comparing each finding with all others would quadruple them.
it.each(CASES)('%s: reads grow with findings', (_, server, openerOf) => {
  const [few, many] = [256, 512].map((count) => readsFor(misdirected(count, server, openerOf)));
  expect(few).toBeGreaterThan(256);
  expect(many).toBeLessThan(2.1 * (few ?? 0));
});
