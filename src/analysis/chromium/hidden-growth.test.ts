import { expect, it } from 'vitest';
import type { Certificate } from '../../model/capture.ts';
import { finish } from '../../model/steps.ts';
import { type CaptureSketch, sketchCapture } from '../../testing/sketch-capture.ts';
import { indexConnections } from '../connections/connection-index.ts';
import { hiddenAttempts } from './hidden-attempt.ts';

/** A page whose hosts have one address and a certificate each; every request stalls and opens a connection. */
function oneAddress(hosts: number): CaptureSketch {
  const numbers = Array.from({ length: hosts }, (_, i) => i);
  return {
    connections: numbers.map((i) => ({
      ...{
        id: String(i),
        openedFor: `https://h${i}.shop.test`,
        openedAt: 10 * i,
        names: [`h${i}.shop.test`],
      },
    })),
    requests: numbers.map((i) => ({
      ...{ url: `https://h${i}.shop.test/`, at: 10 * i, connection: String(i), reused: false },
      ...{ stalled: 25, setup: 40, took: 120 },
    })),
  };
}

/** How often the names of certificates are read to find hidden attempts. */
function readsFor(hosts: number): number {
  const capture = sketchCapture(oneAddress(hosts));
  let reads = 0;
  const counted = (certificate: Certificate): Certificate => ({
    ...certificate,
    get names() {
      reads += 1;
      return certificate.names;
    },
  });
  const connections = capture.connections.map((record) => ({
    ...record,
    certificate: record.certificate && counted(record.certificate),
  }));
  const watched = { ...capture, connections };
  finish(hiddenAttempts(watched, indexConnections(watched, { visible421NamesOpener: true })));
  return reads;
}

it('certificates are not read more often when more connections have one address', () => {
  const [few, many] = [readsFor(50), readsFor(100)];
  expect(few).toBeGreaterThanOrEqual(50);
  expect(many).toBeLessThanOrEqual(2 * few);
});
