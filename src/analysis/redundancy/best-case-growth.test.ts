import { expect, it } from 'vitest';
import type { Certificate } from '../../model/capture.ts';
import { sketchCapture } from '../../testing/sketch-capture.ts';
import type { AnalysedConnection } from '../analysis.ts';
import { analyze } from '../analyze.ts';
import { bestCaseOf } from './best-case.ts';

/** How often the names of certificates are looked at, where so many hosts have one address and a certificate each. */
function looksFor(count: number, namesOf: (i: number) => readonly string[]) {
  const { connections } = analyze(
    sketchCapture({
      connections: Array.from({ length: count }, (_, i) => ({
        ...{ id: String(i), openedFor: `https://h${i}.shop.test`, openedAt: i, names: namesOf(i) },
      })),
      requests: Array.from({ length: count }, (_, i) => ({
        ...{ url: `https://h${i}.shop.test/`, at: i, connection: String(i) },
      })),
    }),
  );
  let looks = 0;
  const counted = (certificate: Certificate): Certificate => ({
    ...certificate,
    get names() {
      looks += 1;
      return certificate.names;
    },
  });
  const watched = Array.from(connections.values(), (connection): AnalysedConnection => {
    const { certificate } = connection.record;
    const record = { ...connection.record, certificate: certificate && counted(certificate) };
    return { ...connection, record };
  });
  return { best: bestCaseOf(watched), looks };
}

it.each<[string, (i: number) => readonly string[]]>([
  ['one name each', (i) => [`h${i}.shop.test`]],
  ['a neighbour', (i) => [`h${i}.shop.test`, `h${i + 1}.shop.test`]],
])('certificates with %s are looked at no more often where there are more of them', (_, namesOf) => {
  const [few, many] = [looksFor(50, namesOf), looksFor(100, namesOf)];
  expect(few.best?.certificates).toHaveLength(1);
  expect(few.looks).toBeGreaterThanOrEqual(50);
  // One is chosen, and asked for each host that it lacks.
  expect(many.looks).toBeLessThanOrEqual(2 * few.looks);
});
