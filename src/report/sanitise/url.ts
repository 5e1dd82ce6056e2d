/** Stands for a value in a URL; `redacted`, or `redacted2` where a second, different one stood. */
const MARK = 'redacted';
const MARKED = /^redacted\d*$/;

/**
 * Gives each different value a mark of its own, so that two URLs that differed still differ and two that
 * were the same still are, and nothing else of the value is left.
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
/** Schemes whose rest is not an address but the content itself. */
const CONTENT_SCHEMES: ReadonlySet<string> = new Set(['data', 'javascript', 'about', 'mailto', 'tel']);

/**
 * A URL, absolute or relative, without its user and password, the values of its query, the values of its
 * path parameters (`;jsessionid=…`) and its fragment. Host, path and the names in the query stay.
 * Of a `data:` URL only the media type stays.
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

/** A query without its `?`: names stay, values go; a piece without `=` is a value. */
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

/** The user and password stand before the last `@` of the authority. */
function withoutUser(path: string): string {
  return path.replace(/^((?:[a-z][a-z0-9+.-]*:)*\/\/)([^/\\]*)@/i, '$1');
}

function sanitisePath(path: string, redactions: Redactions): string {
  return path.replace(/;([^;=/]+)=([^;/]*)/g, (_, name: string, value: string) => {
    return `;${name}=${redactions.markOf(value)}`;
  });
}
