/** The files, addresses and ports for a server's configuration. */
export interface Setup {
  /** The server's own folder, for logs, pids and temporary files. */
  readonly dir: string;
  /** Where it listens. Browsers use the same port of 127.0.0.1, from which a relay forwards to this address. */
  readonly address: string;
  readonly port: number;
  /** PEM files: the certificate of both hosts with its root, its key, both in one, and the CA alone. */
  readonly certificate: string;
  readonly key: string;
  readonly both: string;
  readonly ca: string;
  /** A certificate that names a and another host, but not b, and its key. */
  readonly certificateOfA: string;
  readonly keyOfA: string;
  /** A copy of the certificate under another name. */
  readonly sameCertificate: string;
  /** Where it writes one line per request, `host status` or Caddy's JSON (access-log.ts). */
  readonly accessLog: string;
}

/** The two hosts with one certificate that every configuration serves. */
export const A = 'a.site.localhost';
export const B = 'b.site.localhost';

/** Creates the configuration file for a setup. */
export type Configuration = (setup: Setup) => string;
