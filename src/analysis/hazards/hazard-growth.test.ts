import { expect, it } from 'vitest';
import { finish } from '../../model/steps.ts';
import { sketchCapture } from '../../testing/sketch-capture.ts';
import type { AnalysedConnection } from '../analysis.ts';
import { analyze } from '../analyze.ts';
import { hazardFindings } from './hazard.ts';

/** How often the rule reads something of a connection, where `count` hosts have one address and `namesOf` each. */
function readsFor(count: number, namesOf: (i: number) => readonly string[]) {
  const ids = Array.from({ length: count }, (_, i) => i);
  const originOf = (i: number) => `https://h${i}.shop.test`;
  const capture = sketchCapture({
    connections: ids.map((i) => ({
      ...{ id: String(i), openedFor: originOf(i), openedAt: i, names: namesOf(i) },
      setup: { dns: 0, connect: count, tls: count },
    })),
    requests: ids.map((i) => ({
      ...{ url: `${originOf(i)}/`, connection: String(i) },
      responseHeaders: { server: i % 2 === 0 ? 'nginx' : 'Apache' },
    })),
  });
  const { requests, connections } = analyze(capture);
  let reads = 0;
  const counted = (connection: AnalysedConnection): AnalysedConnection =>
    new Proxy(connection, {
      get(target, key, receiver) {
        reads += 1;
        return Reflect.get(target, key, receiver);
      },
    });
  const watched = new Map(Array.from(connections, ([id, connection]) => [id, counted(connection)]));
  const findings = finish(hazardFindings({ capture, requests, connections: watched }));
  return { reads, findings };
}

const CERTIFICATES: Readonly<Record<string, (i: number) => readonly string[]>> = {
  'one for all': () => ['*.shop.test'],
  'one for each host': (i) => [`h${i}.shop.test`],
  'one for each host and its neighbour': (i) => [`h${i}.shop.test`, `h${i + 1}.shop.test`],
  'one for each host, and for all': (i) => ['*.shop.test', `h${i}.shop.test`, `elsewhere${i}.test`],
};

// Linear growth doubles the reads; comparing each connection with all others would quadruple them.
it.each(Object.entries(CERTIFICATES))('certificates, %s: reads grow with connections', (_, namesOf) => {
  const [few, many] = [readsFor(256, namesOf).reads, readsFor(512, namesOf).reads];
  expect(few).toBeGreaterThan(256);
  expect(many).toBeLessThan(2.1 * few);
});

it('reads only the first of many certificates that name nearly the same hosts', () => {
  const { findings } = readsFor(200, (i) => [`h${i}.shop.test`, '*.shop.test']);
  expect(findings.map(({ origins }) => origins.length)).toEqual([200]);
  expect(readsFor(200, (i) => [`h${i}.shop.test`, `h${i + 1}.shop.test`]).findings).toHaveLength(199);
});
