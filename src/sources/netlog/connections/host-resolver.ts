import { originParts } from '../../../model/origin.ts';
import { asArray, asObject, asString, type JsonObject } from '../../json.ts';
import type { Handler, Handlers, NetLogContext } from '../event-handlers.ts';
import { parseEndpoint } from './connection.ts';

/** HOST_RESOLVER_* events: the addresses of a host name, from DNS, the system's resolver or the cache. */
export class HostResolver {
  readonly handlers: Handlers;
  /** The host that is being resolved, by the id of the requesting source or of the resolver's job. */
  readonly #hosts = new Map<number, string>();

  /** How many sources are held. */
  get size(): number {
    return this.#hosts.size;
  }

  constructor({ emit }: NetLogContext) {
    const asked: Handler = (event) => {
      const host = event.phase === 'begin' ? hostName(asString(event.params.host)) : null;
      if (host === null) this.#hosts.delete(event.source);
      else this.#hosts.set(event.source, host);
    };
    const answered: Handler = (event) => {
      const host = this.#hosts.get(event.source);
      if (host === undefined) return;
      const addresses = addressesOf(event.params);
      if (addresses.length > 0) emit({ kind: 'resolution', source: 'netlog', host, addresses });
    };
    this.handlers = {
      HOST_RESOLVER_MANAGER_REQUEST: asked,
      HOST_RESOLVER_MANAGER_JOB: asked,
      HOST_RESOLVER_MANAGER_CACHE_HIT: answered,
      HOST_RESOLVER_DNS_TASK_EXTRACTION_RESULTS: answered,
      HOST_RESOLVER_SYSTEM_TASK: answered,
    };
  }
}

/** Reads `https://www.example.test` or, when the lookup was not for a URL, `www.example.test:443`. */
function hostName(host: string | null): string | null {
  if (host === null) return null;
  return originParts(host.includes('://') ? host : `https://${host}`)?.host ?? null;
}

/**
 * The addresses in any of the shapes that results have: `{"ip_endpoints": [{"endpoint_address"}]}` (cache),
 * `[{"endpoints": [{"address"}]}]` (DNS), `{"address_list": ["192.0.2.1:0"]}` (system).
 */
function addressesOf(params: JsonObject): readonly string[] {
  const found = new Set<string>();
  addAddresses(found, params.results);
  addAddresses(found, params);
  return [...found];
}

function addAddresses(found: Set<string>, results: unknown): void {
  for (const result of asArray(results) ?? [results]) {
    const { ip_endpoints, endpoints, address_list } = asObject(result) ?? {};
    addEndpoints(found, ip_endpoints);
    addEndpoints(found, endpoints);
    for (const item of asArray(address_list) ?? []) {
      const text = asString(item);
      const address = parseEndpoint(text)?.address ?? text;
      if (address !== null) found.add(address);
    }
  }
}

function addEndpoints(found: Set<string>, endpoints: unknown): void {
  for (const endpoint of asArray(endpoints) ?? []) {
    const { endpoint_address, address } = asObject(endpoint) ?? {};
    const text = asString(endpoint_address) ?? asString(address);
    if (text !== null) found.add(text);
  }
}
