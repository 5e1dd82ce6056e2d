/** `scheme://host:port`, lower case, the scheme's default port left out (RFC 6454 section 6.2). */
export type Origin = string;

const DEFAULT_PORTS: Readonly<Record<string, string>> = { https: '443', http: '80', wss: '443', ws: '80' };

// The engine has no URL class (it is a web API). Browsers write absolute, normalised URLs,
// so RFC 3986 appendix B narrowed to URLs with an authority is enough.
const AUTHORITY_URL =
  /^([a-z][a-z0-9+.-]*):\/\/(?:[^/?#@]*@)?(\[[0-9a-f:.]+\]|[^/?#:@\s[\]]+)(?::(\d{1,5}))?$/i;

export interface OriginParts {
  readonly scheme: string;
  readonly host: string;
  readonly port: number;
}

/** The parts of a URL's or an origin's origin, or null when it has none (`data:`, `about:blank`, junk). */
export function originParts(url: string): OriginParts | null {
  return readAuthority(url).parts;
}

interface Authority {
  readonly parts: OriginParts | null;
  readonly origin: Origin | null;
}

const NO_AUTHORITY: Authority = { parts: null, origin: null };

/** A capture has few origins, and each is asked for with every request that it had; 400 MB of NetLog had 5,000. */
const known = new Map<string, Authority>();
const MOST_KNOWN = 16_384;

function readAuthority(url: string): Authority {
  const text = untilPath(url);
  if (text === null) return NO_AUTHORITY;
  let authority = known.get(text);
  if (authority === undefined) {
    const parts = parseAuthority(text);
    authority = { parts, origin: parts && formatOrigin({ ...parts, scheme: httpScheme(parts.scheme) }) };
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(text, authority);
  }
  return authority;
}

const SLASH = 0x2f;
const QUESTION_MARK = 0x3f;
const HASH = 0x23;

/** A URL's scheme and authority, all that stands before its path; null where it has no authority. */
function untilPath(url: string): string | null {
  const colon = url.indexOf(':');
  if (colon < 0 || !url.startsWith('//', colon + 1)) return null;
  for (let at = colon + 3; at < url.length; at += 1) {
    const unit = url.charCodeAt(at);
    if (unit === SLASH || unit === QUESTION_MARK || unit === HASH) return url.slice(0, at);
  }
  return url;
}

function parseAuthority(text: string): OriginParts | null {
  const match = AUTHORITY_URL.exec(text);
  const scheme = match?.[1]?.toLowerCase();
  const host = match?.[2]?.toLowerCase();
  if (scheme === undefined || host === undefined) return null;
  const port = match?.[3] ?? DEFAULT_PORTS[scheme];
  if (port === undefined || Number(port) > 65535) return null;
  return { scheme, host, port: Number(port) };
}

/** The origin of a URL, or null when it has none. WebSocket schemes count as their HTTP twins. */
export function originOf(url: string): Origin | null {
  return readAuthority(url).origin;
}

function httpScheme(scheme: string): string {
  return scheme === 'wss' ? 'https' : scheme === 'ws' ? 'http' : scheme;
}

/** Writes an origin with the scheme's default port left out. */
export function formatOrigin({ scheme, host, port }: OriginParts): Origin {
  return DEFAULT_PORTS[scheme] === String(port) ? `${scheme}://${host}` : `${scheme}://${host}:${port}`;
}

/** The host name of a URL or origin, without port, or null. */
export function hostOf(url: string): string | null {
  return originParts(url)?.host ?? null;
}
