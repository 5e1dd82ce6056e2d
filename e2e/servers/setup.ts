/** Where a server's configuration finds its things. */
export interface Setup {
  /** Its own folder, for logs, pids and temporary files. */
  readonly dir: string;
  /** Where it listens: browsers come to the same port of 127.0.0.1, from which a relay leads here. */
  readonly address: string;
  readonly port: number;
  /** PEM files: the certificate of both hosts with its root, its key, both in one, and the CA alone. */
  readonly certificate: string;
  readonly key: string;
  readonly both: string;
  readonly ca: string;
  /** The same certificate under another name. */
  readonly sameCertificate: string;
  /** Where it writes one line a request, `host status` or Caddy's JSON (served.ts). */
  readonly accessLog: string;
}

/** Two hosts under one certificate, as every configuration here serves them. */
export const A = 'a.site.localhost';
export const B = 'b.site.localhost';

/** The whole configuration file for a setup. */
export type Configuration = (setup: Setup) => string;
