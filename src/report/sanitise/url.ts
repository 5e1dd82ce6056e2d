import { hasTokenForm } from './known/shapes.ts';

/** Replaces a value in a URL. The second different value becomes `redacted2`, and so on. */
const MARK = 'redacted';
/** What is already a mark, and needs no other. */
export const MARKED = /^redacted\d*$/;

/** Called with the name and the value of everything that is removed. */
export type Note = (name: string, value: unknown) => void;

/**
 * Gives each different value its own mark, so that two URLs that differed still differ and two equal ones are
 * still equal, and nothing else of the value remains.
 */
export class Redactions {
  readonly #marks = new Map<string, string>();
  readonly #note: Note;

  constructor(note: Note = () => undefined) {
    this.#note = note;
  }

  /** Notes a value that is removed without a mark in its place. */
  note(value: string, name: string): void {
    if (value !== '' && !MARKED.test(value)) this.#note(name, value);
  }

  /** @param name of the parameter whose value it is; empty when it has none */
  markOf(value: string, name = ''): string {
    if (value === '' || MARKED.test(value)) return value;
    this.#note(name, value);
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
    sanitisePath(withoutUser(path, redactions), redactions),
    query === undefined ? '' : `?${sanitiseQuery(query, redactions)}`,
    fragment === undefined ? '' : `#${sanitiseFragment(fragment, redactions)}`,
  ].join('');
}

/** Sanitises a query without its `?`: keeps names and replaces values. A piece without `=` is a value. */
export function sanitiseQuery(query: string, redactions: Redactions): string {
  return query
    .split('&')
    .map((piece) => {
      const equals = piece.indexOf('=');
      if (equals < 0) return redactions.markOf(piece);
      const name = piece.slice(0, equals);
      return `${sanitiseName(name, redactions)}=${redactions.markOf(piece.slice(equals + 1), name)}`;
    })
    .join('&');
}

/** Some servers are sent tokens as names. */
function sanitiseName(name: string, redactions: Redactions): string {
  return hasTokenForm(name) ? redactions.markOf(name) : name;
}

/** OAuth returns tokens in a fragment with the form of a query; only its values are noted as secret then. */
function sanitiseFragment(fragment: string, redactions: Redactions): string {
  if (/^[\w.-]{1,64}=/.test(fragment)) noteValues(fragment, redactions);
  return redactions.markOf(fragment);
}

function noteValues(query: string, redactions: Redactions): void {
  for (const piece of query.split('&')) {
    const equals = piece.indexOf('=');
    redactions.note(piece.slice(equals + 1), piece.slice(0, Math.max(0, equals)));
  }
}

function withoutContent(url: string, scheme: string, redactions: Redactions): string {
  if (scheme === 'data') {
    const comma = url.indexOf(',');
    return comma < 0 ? 'data:' : `${url.slice(0, comma + 1)}${redactions.markOf(url.slice(comma + 1))}`;
  }
  return scheme === 'about' ? url.replace(/[?#].*$/s, '') : `${scheme}:${MARK}`;
}

/** The user and password are before the last `@` of the authority. */
function withoutUser(path: string, redactions: Redactions): string {
  return path.replace(/^((?:[a-z][a-z0-9+.-]*:)*\/\/)([^/\\]*)@/i, (_, start: string, user: string) => {
    const colon = user.indexOf(':');
    redactions.note(colon < 0 ? user : user.slice(0, colon), 'user');
    if (colon >= 0) redactions.note(user.slice(colon + 1), 'password');
    return start;
  });
}

/** Built files are public and have hashes in their names; what users upload (images, documents) is not. */
const BUILT_FILE = /\.(?:[cm]?js|css|map|wasm|woff2?|ttf|otf|eot)$/i;
const AUTHORITY = /^(?:[a-z][a-z0-9+.-]*:)*\/\/[^/\\]*/i;
const CODE_AFTER_AT = /\.(?:[cm]?js|[cm]?ts|css|json|map)$/i;
const EMAIL_SEGMENT = /^[^@\s/]{1,64}(?:@|%40)[a-z0-9.-]{1,255}\.[a-z]{2,63}$/i;

/** Replaces the values of path parameters and the segments that look like tokens or are e-mail addresses. */
function sanitisePath(path: string, redactions: Redactions): string {
  const authority = AUTHORITY.exec(path)?.[0] ?? '';
  const segments = path
    .slice(authority.length)
    .split('/')
    .map((segment) => {
      const [first = '', ...parameters] = segment.split(';');
      return [
        sanitiseSegment(first, redactions),
        ...parameters.map((parameter) => sanitiseParameter(parameter, redactions)),
      ].join(';');
    });
  return authority + segments.join('/');
}

function sanitiseParameter(parameter: string, redactions: Redactions): string {
  const equals = parameter.indexOf('=');
  if (equals <= 0) return sanitiseSegment(parameter, redactions);
  const name = parameter.slice(0, equals);
  return `${name}=${redactions.markOf(parameter.slice(equals + 1), name)}`;
}

function sanitiseSegment(segment: string, redactions: Redactions): string {
  if (segment.length < 6) return segment;
  if (EMAIL_SEGMENT.test(segment) && !CODE_AFTER_AT.test(segment)) return redactions.markOf(segment, 'email');
  if (!hasTokenForm(segment) || BUILT_FILE.test(segment)) return segment;
  // The extension says what kind of answer to expect.
  const extension = /\.[a-z][a-z0-9]{1,4}$/.exec(segment)?.[0] ?? '';
  return redactions.markOf(segment.slice(0, segment.length - extension.length)) + extension;
}
