/** Replaces a value in a URL. The second different value becomes `redacted2`, and so on. */
const MARK = 'redacted';
const MARKED = /^redacted\d*$/;

/**
 * Gives each different value its own mark, so that two URLs that differed still differ and two equal ones are
 * still equal, and nothing else of the value remains.
 */
export class Redactions {
  readonly #marks = new Map<string, string>();

  markOf(value: string): string {
    if (value === '' || MARKED.test(value)) return value;
    let mark = this.#marks.get(value);
    if (mark === undefined) {
      const nth = this.#marks.size + 1;
      mark = nth === 1 ? MARK : `${MARK}${nth}`;
      this.#marks.set(value, mark);
    }
    return mark;
  }
}

const SCHEME = /^([a-z][a-z0-9+.-]*):/i;
/** Schemes that are followed by content instead of an address. */
const CONTENT_SCHEMES: ReadonlySet<string> = new Set(['data', 'javascript', 'about', 'mailto', 'tel']);

/**
 * An absolute or relative URL without its user and password, the values in its query, the values of its path
 * parameters (`;jsessionid=…`) and its fragment. Host, path and the names in the query are kept.
 * Only the media type of a `data:` URL is kept.
 */
export function sanitiseUrl(url: string, redactions: Redactions): string {
  const scheme = SCHEME.exec(url)?.[1]?.toLowerCase();
  if (scheme !== undefined && CONTENT_SCHEMES.has(scheme)) return withoutContent(url, scheme, redactions);
  const [, path = '', query, fragment] = /^([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s.exec(url) ?? [];
  return [
    sanitisePath(withoutUser(path), redactions),
    query === undefined ? '' : `?${sanitiseQuery(query, redactions)}`,
    fragment === undefined ? '' : `#${redactions.markOf(fragment)}`,
  ].join('');
}

/** Sanitises a query without its `?`: keeps names and replaces values. A piece without `=` is a value. */
export function sanitiseQuery(query: string, redactions: Redactions): string {
  return query
    .split('&')
    .map((piece) => {
      const equals = piece.indexOf('=');
      if (equals < 0) return redactions.markOf(piece);
      return `${piece.slice(0, equals)}=${redactions.markOf(piece.slice(equals + 1))}`;
    })
    .join('&');
}

function withoutContent(url: string, scheme: string, redactions: Redactions): string {
  if (scheme === 'data') {
    const comma = url.indexOf(',');
    return comma < 0 ? 'data:' : `${url.slice(0, comma + 1)}${redactions.markOf(url.slice(comma + 1))}`;
  }
  return scheme === 'about' ? url.replace(/[?#].*$/s, '') : `${scheme}:${MARK}`;
}

/** The user and password are before the last `@` of the authority. */
function withoutUser(path: string): string {
  return path.replace(/^((?:[a-z][a-z0-9+.-]*:)*\/\/)([^/\\]*)@/i, '$1');
}

function sanitisePath(path: string, redactions: Redactions): string {
  return path.replace(/;([^;=/]+)=([^;/]*)/g, (_, name: string, value: string) => {
    return `;${name}=${redactions.markOf(value)}`;
  });
}
