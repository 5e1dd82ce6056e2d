/** `scheme://host:port`, lower case, the scheme's default port left out (RFC 6454 section 6.2). */
export type Origin = string;

const DEFAULT_PORTS: Readonly<Record<string, string>> = { https: '443', http: '80', wss: '443', ws: '80' };

// The engine has no URL class (it is a web API). Browsers write absolute, normalised URLs,
// so RFC 3986 appendix B narrowed to URLs with an authority is enough.
const AUTHORITY_URL =
  /^([a-z][a-z0-9+.-]*):\/\/(?:[^/?#@]*@)?(\[[0-9a-f:.]+\]|[^/?#:@\s[\]]+)(?::(\d{1,5}))?(?:[/?#]|$)/i;

export interface OriginParts {
  readonly scheme: string;
  readonly host: string;
  readonly port: number;
}

/** The parts of a URL's or an origin's origin, or null when it has none (`data:`, `about:blank`, junk). */
export function originParts(url: string): OriginParts | null {
  const match = AUTHORITY_URL.exec(url);
  const scheme = match?.[1]?.toLowerCase();
  const host = match?.[2]?.toLowerCase();
  if (scheme === undefined || host === undefined) return null;
  const port = match?.[3] ?? DEFAULT_PORTS[scheme];
  if (port === undefined || Number(port) > 65535) return null;
  return { scheme, host, port: Number(port) };
}

/** The origin of a URL, or null when it has none. WebSocket schemes count as their HTTP twins. */
export function originOf(url: string): Origin | null {
  const parts = originParts(url);
  if (parts === null) return null;
  const scheme = parts.scheme === 'wss' ? 'https' : parts.scheme === 'ws' ? 'http' : parts.scheme;
  return formatOrigin({ ...parts, scheme });
}

/** Writes an origin with the scheme's default port left out. */
export function formatOrigin({ scheme, host, port }: OriginParts): Origin {
  return DEFAULT_PORTS[scheme] === String(port) ? `${scheme}://${host}` : `${scheme}://${host}:${port}`;
}

/** The host name of a URL or origin, without port, or null. */
export function hostOf(url: string): string | null {
  return originParts(url)?.host ?? null;
}
