/** What a lab serves, as data: certificates, hosts with one story each, and the page that makes the requests. */

/** When a host goes wrong: on every attempt, on coalesced ones, on its first `attempts` ones, or on the `nth` ones (from 1). */
export type FaultWhen = 'always' | 'coalesced' | { attempts: number } | { nth: readonly number[] };

/** How a host goes wrong. */
export interface Fault {
  when: FaultWhen;
  /** The answer's status; without an answer `reset` ends the stream (INTERNAL_ERROR), `close` the connection. */
  status: number | 'reset' | 'close';
  /** Further headers of that answer, such as `server`. */
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
  /** One sentence for people: what this host does. */
  story: string;
  /** Id of the certificate it presents, a key of `LabSite.certificates`. */
  certificate: string;
  /** Nothing goes wrong when left out. */
  fault?: Fault;
  /** How long the server thinks before it answers, ms. */
  delay?: number;
  /** The only protocol it agrees on; HTTP/2 or HTTP/1.1, as the client likes, when left out. */
  protocol?: 'http/1.1';
  /** Hosts by name that the ORIGIN frame (RFC 8336) of a connection opened for it lists; none is sent when left out. */
  originFrame?: readonly string[];
  /** Its loopback address, 127.0.0.1 when left out. Chromium reaches another one through `Lab.chromiumArgs` only. */
  address?: string;
  /** What it serves by path; every other path is answered with a small JSON object. */
  files?: Readonly<Record<string, Answer>>;
}

export interface LabSite {
  /** All hosts lie below it, which makes them one site for the browser. Under `.localhost` it resolves by itself. */
  domain: string;
  /** Names by certificate id; `{domain}` in a name stands for the domain. */
  certificates: Readonly<Record<string, readonly string[]>>;
  /** On every answer; `{port}` stands for the lab's port (`alt-svc: h3=":{port}"`). */
  headers?: Readonly<Record<string, string>>;
  /** At this address every client is asked for a certificate, and served without one, too. */
  asksAt?: string;
  /** The first one is the front: its `/` is the page. */
  hosts: readonly LabHost[];
}

export const hostName = (site: LabSite, host: LabHost): string => `${host.name}.${site.domain}`;
