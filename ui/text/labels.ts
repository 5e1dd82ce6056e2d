import type { RedundancyCause, SharingReason } from '../../src/analysis/analysis.ts';
import type { EvidenceSource, Protocol } from '../../src/model/capture.ts';

/** The panel's labels for the engine's codes. */

const REASONS: Readonly<Record<SharingReason, string>> = {
  'certificate-name': 'its certificate names the host',
  'same-address': 'the host resolves to the same address',
  'origin-frame': 'the server listed the origin in an ORIGIN frame',
  'alt-svc': 'the origin advertised it with Alt-Svc',
};

export function reasonsText(why: readonly SharingReason[]): string {
  return why.map((reason) => REASONS[reason]).join(', ');
}

export const CAUSES: Readonly<Record<RedundancyCause, string>> = {
  CERT: 'the open connection’s certificate does not name the host',
  IP: 'the host resolves to a different address',
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
