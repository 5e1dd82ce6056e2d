import type { RedundancyCause, SharingReason } from '../../src/analysis/analysis.ts';
import type { EvidenceSource, Protocol } from '../../src/model/capture.ts';
import type { Certainty } from '../../src/model/certainty.ts';

/** The panel's labels for the engine's codes. */

const REASONS: Readonly<Record<SharingReason, string>> = {
  'certificate-name': 'its certificate names the host',
  'same-address': 'the host resolves to the same address',
  'origin-frame': 'the server listed the origin in an ORIGIN frame',
  'alt-svc': 'the origin advertised it with Alt-Svc',
};

/** A derived reason was not seen: it must hold, or the browser would not have shared the connection. */
export function reasonsText(why: readonly SharingReason[], certainty: Certainty): string {
  const reasons = why.map((reason) => REASONS[reason]);
  return certainty === 'observed' ? reasons.join(', ') : `by the browser’s rules, ${reasons.join(' and ')}`;
}

export const CAUSES: Readonly<Record<RedundancyCause, string>> = {
  CERT: 'the open connection’s certificate does not name the host',
  IP: 'the host was reached at a different address',
  CRED: 'one carries credentials, the other does not',
  PARTITION: 'they belong to different network partitions',
  PROXY: 'they go through different proxies',
  'CLIENT-CERT': 'one uses a client certificate',
  PROTOCOL: 'the protocol cannot be shared between hosts',
  CLOSED: 'it was closed by then',
  RACE: 'both were being opened at the same time',
  'AFTER-421': 'a 421 required a connection of its own',
};

export const PROTOCOLS: Readonly<Record<Protocol, string>> = {
  'http/1.1': 'HTTP/1.1',
  h2: 'HTTP/2',
  h3: 'HTTP/3',
};

export const SOURCES: Readonly<Record<EvidenceSource, string>> = {
  webrequest: 'background',
  har: 'HAR',
  'chrome-trace': 'Chrome trace',
  cdp: 'deep capture',
  netlog: 'NetLog',
  'moz-log': 'Firefox log',
};
