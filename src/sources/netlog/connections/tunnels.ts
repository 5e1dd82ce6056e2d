import { asString } from '../../json.ts';
import type { EventConsumer, Handlers } from '../event-handlers.ts';
import { parseStatusLine } from '../requests/headers.ts';

/** Only this many are remembered, the most recent ones. */
const REMEMBERED = 1000;

/**
 * The responses of proxies to CONNECT. The socket or stream that sent CONNECT does not belong to a request, so a request
 * whose tunnel failed finds the response by host and port.
 */
export class Tunnels implements EventConsumer {
  /** The authority of a CONNECT (`a.test:443`), by the source that sent it. */
  readonly #asked = new Map<number, string>();
  readonly #refused = new Map<string, number>();
  readonly handlers: Handlers = {
    HTTP_TRANSACTION_SEND_TUNNEL_HEADERS: ({ source, params }) => {
      const [, authority] = /^CONNECT (\S+)/.exec(asString(params.line) ?? '') ?? [];
      if (authority !== undefined) remember(this.#asked, source, authority.toLowerCase());
    },
    HTTP_TRANSACTION_READ_TUNNEL_RESPONSE_HEADERS: ({ source, params }) => {
      const authority = this.#asked.get(source);
      const status = parseStatusLine(params.headers);
      this.#asked.delete(source);
      if (authority === undefined || status === null) return;
      if (status < 300) this.#refused.delete(authority);
      else remember(this.#refused, authority, status);
    },
  };

  get size(): number {
    return this.#asked.size + this.#refused.size;
  }

  /** The status with which a proxy last refused a tunnel to the host of this URL; null when none did. */
  refusalFor(url: string): number | null {
    const [, scheme, authority = ''] = /^(https|wss|http|ws):\/\/([^/?#]+)/i.exec(url) ?? [];
    if (scheme === undefined) return null;
    const port = /s$/i.test(scheme) ? 443 : 80;
    const host = authority.slice(authority.lastIndexOf('@') + 1).toLowerCase();
    return this.#refused.get(/:\d+$/.test(host) ? host : `${host}:${port}`) ?? null;
  }
}

function remember<Key, Value>(map: Map<Key, Value>, key: Key, value: Value): void {
  map.delete(key);
  map.set(key, value);
  if (map.size <= REMEMBERED) return;
  for (const oldest of map.keys()) {
    map.delete(oldest);
    return;
  }
}
