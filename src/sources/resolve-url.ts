// RFC 3986 appendix B: scheme, authority, path and query of a reference.
const PARTS = /^(?:([a-z][a-z0-9+.-]*):)?(?:\/\/([^/?#]*))?([^?#]*)(\?[^#]*)?/i;

/**
 * Resolves `reference` (a Location header) against `base`, an absolute URL, by RFC 3986 section 5.2, without the
 * fragment, which is never sent. Null if either is invalid. src/ is plain ECMAScript and so has no URL class.
 */
export function resolveUrl(base: string, reference: string): string | null {
  const [, scheme, authority, path = '', query = ''] = PARTS.exec(reference.trim()) ?? [];
  const [, baseScheme, baseAuthority, basePath = '', baseQuery = ''] = PARTS.exec(base) ?? [];
  if (scheme !== undefined) {
    const host = authority === undefined ? '' : `//${authority}`;
    return `${scheme}:${host}${authority === undefined ? path : rooted(path)}${query}`;
  }
  if (baseScheme === undefined || baseAuthority === undefined) return null;
  if (authority !== undefined) return `${baseScheme}://${authority}${rooted(path)}${query}`;
  const root = `${baseScheme}://${baseAuthority}`;
  if (path === '') return `${root}${rooted(basePath)}${query === '' ? baseQuery : query}`;
  if (path.startsWith('/')) return `${root}${rooted(path)}${query}`;
  return `${root}${rooted(basePath.slice(0, basePath.lastIndexOf('/') + 1) + path)}${query}`;
}

/** The path from the root, with its `.` and `..` segments resolved. */
function rooted(path: string): string {
  const out: string[] = [];
  const segments = path.split('/');
  if (segments[0] === '') segments.shift();
  for (const [index, segment] of segments.entries()) {
    const last = index === segments.length - 1;
    if (segment === '..') out.pop();
    if (segment !== '.' && segment !== '..') out.push(segment);
    else if (last) out.push('');
  }
  return `/${out.join('/')}`;
}
