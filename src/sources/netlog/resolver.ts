import { originParts } from '../../model/origin.ts';
import { asArray, asObject, asString } from '../json.ts';
import { parseEndpoint } from './connection.ts';
import type { Handler, Handlers, NetLogContext } from './context.ts';

/** HOST_RESOLVER_*: which addresses a host name was answered with, by DNS, by the system, from the cache. */
export class Resolver {
  readonly handlers: Handlers;
  /** The host that is being resolved, by the id of the source that asked or of the resolver's job. */
  readonly #hosts = new Map<number, string>();

  /** How many sources and the like are held. */
  get size(): number {
    return this.#hosts.size;
  }

  constructor({ emit }: NetLogContext) {
    const asked: Handler = ({ source, phase, params }) => {
      const host = phase === 'begin' ? hostName(asString(params.host)) : null;
      if (host === null) this.#hosts.delete(source);
      else this.#hosts.set(source, host);
    };
    const answered: Handler = ({ source, params }) => {
      const host = this.#hosts.get(source);
      if (host === undefined) return;
      const found = new Set<string>();
      addAddresses(found, params.results);
      addAddresses(found, params);
      if (found.size > 0) emit({ kind: 'resolution', source: 'netlog', host, addresses: [...found] });
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

/** `https://www.example.test` or, for one that is not for a URL, `www.example.test:443`. */
function hostName(host: string | null): string | null {
  if (host === null) return null;
  return originParts(host.includes('://') ? host : `https://${host}`)?.host ?? null;
}

/**
 * Finds addresses in any of the shapes that answers have: `{"ip_endpoints": [{"endpoint_address"}]}` (cache),
 * `[{"endpoints": [{"address"}]}]` (DNS), `{"address_list": ["192.0.2.1:0"]}` (system). No lists in between: the
 * cache alone answers for every request.
 */
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
    const told = asString(endpoint_address) ?? asString(address);
    if (told !== null) found.add(told);
  }
}
