import { CaptureBuilder } from '../../src/model/builder/builder.ts';
import type { Capture } from '../../src/model/capture.ts';

const START = 1_700_000_000_000;
const REMOTE = { address: '10.0.0.1', port: 443 };
const ISSUER = 'CN=Test CA';

/** How the connections to one address differ. */
export interface Shape {
  readonly name: string;
  /** How long after the one before it each request begins, in ms. */
  readonly everyMs: number;
  /** The host of the nth request. */
  readonly host: (n: number) => string;
  /** The names in the certificate of the nth connection; null where no source reports a certificate. */
  readonly names: ((n: number) => readonly string[]) | null;
}

const OWN_HOST = (n: number) => `h${n}.site.test`;

export const SHAPES: readonly Shape[] = [
  { name: 'own hosts', everyMs: 3, host: OWN_HOST, names: null },
  { name: 'own hosts, at once', everyMs: 0, host: OWN_HOST, names: null },
  { name: 'own certificates', everyMs: 3, host: OWN_HOST, names: (n) => [OWN_HOST(n)] },
  { name: 'one wildcard', everyMs: 3, host: OWN_HOST, names: () => ['*.site.test'] },
  { name: 'one host', everyMs: 300, host: () => OWN_HOST(0), names: null },
];

/** Requests that each opened a connection to the same address. Every fifth one stalled before that. */
export function oneAddress({ everyMs, host, names }: Shape, connections: number): Capture {
  const builder = new CaptureBuilder();
  builder.apply({ kind: 'source', source: 'har', browser: { name: 'Chrome', version: '156' } });
  for (let i = 0; i < connections; i += 1) {
    const stalled = i % 5 === 0 ? 25 : 0.5;
    const startedAt = START + i * everyMs;
    const key = String(i);
    builder.apply({
      kind: 'request',
      source: 'har',
      key,
      url: `https://${host(i)}/r${i}`,
      method: 'GET',
      facts: { startedAt, endedAt: startedAt + 90, status: 200, protocol: 'h2', remote: REMOTE },
    });
    builder.apply({
      kind: 'connection',
      source: 'har',
      id: key,
      facts: {
        protocol: 'h2',
        remote: REMOTE,
        openedFor: `https://${host(i)}`,
        openedForCertainty: 'derived',
        openedAt: startedAt + stalled,
        certificate: names && { subject: `CN=${host(i)}`, issuer: ISSUER, names: names(i) },
      },
    });
    builder.apply({
      kind: 'attempt',
      source: 'har',
      key,
      index: 'final',
      facts: {
        connection: key,
        status: 200,
        startedAt: startedAt + stalled + 40,
        endedAt: startedAt + 90,
        reused: false,
        phases: {
          ...{ queued: 1, stalled, proxy: null, dns: 0, connect: 20, tls: 20 },
          ...{ send: 0.2, wait: 22, receive: 1 },
        },
      },
    });
  }
  return builder.snapshot();
}
