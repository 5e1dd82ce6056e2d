import { formatOrigin, type Origin } from '../../../model/origin.ts';
import { parsePort } from '../../http.ts';

/** What a connection is for, parsed from Firefox's key. */
export interface ConnectionKey {
  /** Null where the key names only the proxy (plain http through an HTTP proxy). */
  readonly origin: Origin | null;
  /** Sent without credentials (`A`). */
  readonly anonymous: boolean;
  readonly partition: string | null;
  /** `http:host:port`, `socks:host:port`, …; null for a direct connection. */
  readonly proxy: string | null;
  /** The alternative service or HTTPS record it goes to instead: `host:port`. */
  readonly route: string | null;
  readonly http3: boolean;
}

/**
 * `.S.........[tlsflags0x00000000]a.test:443 <ROUTE-via b.test:443> {NPN-TOKEN h3}^partitionKey=…`
 * (`nsHttpConnectionInfo::BuildHashKey`; the number of flags depends on the version of Firefox).
 */
const KEY =
  /^([A-Z.]{8,20})\[tlsflags0x[0-9a-f]{1,8}\](\[[0-9a-f:.]+\]|[^\s:[\]<>{}^()]+|[0-9a-f:.]*:[0-9a-f:.]+):(\d{1,5})(?![\w.])(.*)$/i;

export function parseConnectionKey(text: string): ConnectionKey | null {
  const match = KEY.exec(text);
  const [, flags = '', host = '', digits, rest = ''] = match ?? [];
  const port = parsePort(digits);
  if (match === null || port === null) return null;
  const name = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host.toLowerCase();
  const tunnel = / \(([^()\s]+)\)\[/.exec(rest)?.[1] ?? null;
  // Plain http through an HTTP proxy has no tunnel, so host and port are the proxy's.
  const toProxy = flags[0] !== '.' && tunnel === null;
  return {
    origin: toProxy ? null : formatOrigin({ scheme: flags[1] === 'S' ? 'https' : 'http', host: name, port }),
    anonymous: flags[2] === 'A',
    partition: partitionOf(rest),
    proxy: toProxy ? `http:${name}:${port}` : tunnel,
    route: / <ROUTE-via ([^\s<>]+)>/.exec(rest)?.[1] ?? null,
    http3: /\{NPN-TOKEN h3/.test(rest),
  };
}

/** `^userContextId=1&partitionKey=%28https%2Ca.test%29`: the suffix of the origin attributes. */
function partitionOf(rest: string): string | null {
  const encoded = /[\^&]partitionKey=([^&^\s]+)/.exec(rest)?.[1];
  return encoded === undefined ? null : decodeLoosely(encoded);
}

function decodeLoosely(encoded: string): string {
  return encoded.replace(/(?:%[0-9a-f]{2})+/gi, (escaped) => {
    try {
      return decodeURIComponent(escaped);
    } catch (error) {
      if (error instanceof URIError) return escaped;
      throw error;
    }
  });
}
