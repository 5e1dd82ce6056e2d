import { once } from 'node:events';
import type { AddressInfo, Server } from 'node:net';
import { createAuthority, type Leaf } from './certificates.ts';
import { type DnsOverHttps, startDnsOverHttps } from './dns-over-https.ts';
import { startHttp3 } from './http3.ts';
import type { LabLog } from './log.ts';
import { createLabServer } from './server.ts';
import { shop } from './shop.ts';
import { hostName, type LabSite } from './site.ts';
import { createRelay } from './tcp-relay.ts';

export interface LabOptions {
  /** What to serve; the shop by default. */
  site?: LabSite;
  /** A free port by default, or with 0. */
  port?: number;
  /** Added to the round trip of loopback, ms (see tcp-relay.ts); 0 by default. */
  roundTrip?: number;
  /** Each load of the page retires all other connections, so that a reload repeats every story. */
  fresh?: boolean;
  /** Also serves HTTP/3 on the same addresses and port; needs Caddy. */
  http3?: boolean;
  /** Names resolve by DNS over HTTPS, each after its ms (0 where it has none), and not by a rule of the browser. */
  resolution?: Readonly<Record<string, number>>;
}

export interface Lab {
  site: LabSite;
  port: number;
  /** The URL of the page. */
  url: string;
  /** The origin of a host, by its name in the site: `origin('static')`. */
  origin(name: string): string;
  /** The CA's certificate, PEM, for clients that are not browsers. */
  ca: string;
  /** base64 SHA-256 of the CA's public key. */
  spki: string;
  /** Its certificates by id, for other servers that run with it. */
  leaves: ReadonlyMap<string, Leaf>;
  /** The arguments with which Chromium trusts the lab and finds its addresses. */
  chromiumArgs: string[];
  /** The URI template of the lab's own resolver; null without `resolution`. */
  dnsOverHttps: string | null;
  /** Live: this object grows. */
  log: LabLog;
  /** Empties the log and retires all connections: the next page load repeats the stories from the start. */
  reset(): Promise<void>;
  /** Sends GOAWAY on every connection and waits until they are closed. */
  retireConnections(): Promise<void>;
  close(): Promise<void>;
}

async function listen(server: Server, port: number, address: string): Promise<number> {
  server.listen(port, address);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

const stop = (server: Server): Promise<void> => new Promise((resolve) => server.close(() => resolve()));

const addressOf = (host: { address?: string }): string => host.address ?? '127.0.0.1';

/** Starts one relay for every public address, all on the same port. */
async function listenOnAll(
  addresses: Iterable<string>,
  port: number,
  behind: (address: string) => number,
  roundTrip: number,
) {
  const relays: Server[] = [];
  let taken = port;
  for (const address of addresses) {
    const relay = createRelay(behind(address), roundTrip);
    taken = await listen(relay, taken, address);
    relays.push(relay);
  }
  return { relays, port: taken };
}

function certificateNames({ certificates, domain }: LabSite): Record<string, string[]> {
  const named = Object.entries(certificates).map(
    ([id, names]) => [id, names.map((name) => name.replace('{domain}', domain))] as const,
  );
  return Object.fromEntries(named);
}

/** Chromium resolves *.localhost to IPv4 and IPv6. With these rules a host has exactly one address. */
function chromiumArgs(site: LabSite, spki: string, resolves: boolean): string[] {
  const trust = `--ignore-certificate-errors-spki-list=${spki}`;
  if (resolves) return [trust];
  const withAddress = site.hosts.filter((host) => host.address !== undefined);
  const rules = withAddress.map((host) => `MAP ${hostName(site, host)} ${addressOf(host)}`);
  rules.push(`MAP *.${site.domain} 127.0.0.1`);
  return [trust, `--host-resolver-rules=${rules.join(', ')}`];
}

const RESOLVER = 'resolver.test';

function startResolver(
  site: LabSite,
  delays: Readonly<Record<string, number>>,
  leaves: ReadonlyMap<string, Leaf>,
): Promise<DnsOverHttps> {
  const leaf = leaves.get(RESOLVER);
  if (leaf === undefined) throw new Error('the lab has no certificate for its resolver');
  const addresses = new Map(site.hosts.map((host) => [hostName(site, host), addressOf(host)]));
  return startDnsOverHttps(leaf, (name) => {
    // A question for the HTTPS record of another port than 443 has the port in front (RFC 9460 section 2.3).
    const host = name.replace(/^_\d+\._https\./, '');
    return { address: addresses.get(host) ?? null, delay: delays[host] ?? 0 };
  });
}

/** Starts the lab on loopback, with real TLS, real HTTP/2, and certificates that exist as long as this object. */
export async function startLab(options: LabOptions = {}): Promise<Lab> {
  const { site = shop, roundTrip = 0, fresh = false, http3 = false, resolution } = options;
  const front = site.hosts[0];
  if (!front) throw new Error('a lab needs a host');
  const authority = await createAuthority({ ...certificateNames(site), [RESOLVER]: [RESOLVER] });
  const log: LabLog = { attempts: [], connections: [] };
  const lab = createLabServer({ site, authority, log, fresh });
  const { server, asking, connections, forget } = lab;
  const behind = await listen(server, 0, '127.0.0.1');
  const behindAsking = asking === null ? behind : await listen(asking, 0, '127.0.0.1');
  const behindOf = (address: string): number => (address === site.asksAt ? behindAsking : behind);
  const addresses = new Set(site.hosts.map(addressOf));
  const { relays, port } = await listenOnAll(addresses, options.port ?? 0, behindOf, roundTrip);
  const quic = http3 ? await startHttp3({ site, authority, lab, addresses, port, roundTrip }) : null;
  const resolver = resolution === undefined ? null : await startResolver(site, resolution, authority.leaves);
  const origin = (name: string): string => `https://${name}.${site.domain}:${port}`;
  const retireConnections = async (): Promise<void> => {
    await connections.retire();
    // The client must have received it, too.
    await new Promise((resolve) => setTimeout(resolve, roundTrip));
  };

  return {
    site,
    port,
    url: `${origin(front.name)}/`,
    origin,
    ca: authority.pem,
    spki: authority.spki,
    leaves: authority.leaves,
    chromiumArgs: chromiumArgs(site, authority.spki, resolver !== null),
    dnsOverHttps: resolver?.template ?? null,
    log,
    reset: async () => {
      await retireConnections();
      forget();
      log.attempts.length = 0;
      log.connections.length = 0;
    },
    retireConnections,
    close: async () => {
      connections.destroy();
      await Promise.all([
        quic?.close(),
        resolver?.close(),
        ...[server, ...(asking ? [asking] : []), ...relays].map(stop),
      ]);
    },
  };
}
