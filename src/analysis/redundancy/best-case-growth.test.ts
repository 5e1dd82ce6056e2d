import { expect, it } from 'vitest';
import type { Certificate } from '../../model/capture.ts';
import { sketchCapture } from '../../testing/sketch-capture.ts';
import type { AnalysedConnection } from '../analysis.ts';
import { analyze } from '../analyze.ts';
import { bestCaseOf } from './best-case.ts';

/** How often the names of certificates are read when this many hosts have one address and a certificate each. */
function readsFor(count: number, namesOf: (i: number) => readonly string[]) {
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
  let reads = 0;
  const counted = (certificate: Certificate): Certificate => ({
    ...certificate,
    get names() {
      reads += 1;
      return certificate.names;
    },
  });
  const watched = Array.from(connections.values(), (connection): AnalysedConnection => {
    const { certificate } = connection.record;
    const record = { ...connection.record, certificate: certificate && counted(certificate) };
    return { ...connection, record };
  });
  return { best: bestCaseOf(watched), reads };
}

it.each<[string, (i: number) => readonly string[]]>([
  ['one name each', (i) => [`h${i}.shop.test`]],
  ['a neighbour', (i) => [`h${i}.shop.test`, `h${i + 1}.shop.test`]],
])('certificates with %s are not read more often when there are more of them', (_, namesOf) => {
  const [few, many] = [readsFor(50, namesOf), readsFor(100, namesOf)];
  expect(few.best?.certificates).toHaveLength(1);
  expect(few.reads).toBeGreaterThanOrEqual(50);
  // One is chosen, and read for each host that it lacks.
  expect(many.reads).toBeLessThanOrEqual(2 * few.reads);
});
