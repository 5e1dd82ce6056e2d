/** What a lab serves, as data: certificates, hosts with one story each, and the page that sends the requests. */

/** When a host fails: on every attempt, on coalesced ones, on the first `attempts`, or on the `nth` ones (from 1). */
export type FaultWhen = 'always' | 'coalesced' | { attempts: number } | { nth: readonly number[] };

/** How a host fails. */
export interface Fault {
  when: FaultWhen;
  /** The response status. Without a response, `reset` ends the stream (INTERNAL_ERROR), `close` the connection. */
  status: number | 'reset' | 'close';
  /** Further response headers, such as `server`. An empty value removes a header. */
  headers?: Readonly<Record<string, string>>;
  body?: string;
}

export interface Answer {
  type: string;
  body: string | Buffer;
  /** Further headers, such as `set-cookie`. */
  headers?: Readonly<Record<string, string>>;
}

export interface LabHost {
  /** Its label below the site's domain: `www`, `img.cdn`. */
  name: string;
  /** One sentence for people about what this host does. */
  story: string;
  /** The id of the certificate it presents, a key of `LabSite.certificates`. */
  certificate: string;
  /** Without it the host never fails. */
  fault?: Fault;
  /** The delay before the response, ms. */
  delay?: number;
  /** The only protocol it supports; by default HTTP/2 or HTTP/1.1, as the client prefers. */
  protocol?: 'http/1.1';
  /** The hosts in the ORIGIN frame (RFC 8336) of a connection opened for it. Without it no frame is sent. */
  originFrame?: readonly string[];
  /** Its loopback address, 127.0.0.1 by default. Chromium reaches another address only with `Lab.chromiumArgs`. */
  address?: string;
  /** Its files by path. Every other path returns a small JSON object. */
  files?: Readonly<Record<string, Answer>>;
}

export interface LabSite {
  /** All hosts are below it, so that they are one site for the browser. Names under `.localhost` need no DNS. */
  domain: string;
  /** Names by certificate id; `{domain}` in a name stands for the domain. */
  certificates: Readonly<Record<string, readonly string[]>>;
  /** Headers of every response; `{port}` stands for the lab's port (`alt-svc: h3=":{port}"`). */
  headers?: Readonly<Record<string, string>>;
  /** The server at this address requests a client certificate, but also accepts clients without one. */
  asksAt?: string;
  /** The first one serves the page at `/`. */
  hosts: readonly LabHost[];
}

export const hostName = (site: LabSite, host: LabHost): string => `${host.name}.${site.domain}`;
