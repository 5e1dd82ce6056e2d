import fc from 'fast-check';
import { expect, test } from 'vitest';
import { resolveUrl } from './resolve-url.ts';

const BASE = 'https://a.test:8443/one/two/three?q=1';

test.each([
  ['https://b.test/x', 'https://b.test/x'],
  ['https://b.test', 'https://b.test/'],
  ['//b.test/x?y', 'https://b.test/x?y'],
  ['/login', 'https://a.test:8443/login'],
  ['four', 'https://a.test:8443/one/two/four'],
  ['./four?x', 'https://a.test:8443/one/two/four?x'],
  ['../four', 'https://a.test:8443/one/four'],
  ['../../../..', 'https://a.test:8443/'],
  ['..', 'https://a.test:8443/one/'],
  ['?x=2', 'https://a.test:8443/one/two/three?x=2'],
  ['', 'https://a.test:8443/one/two/three?q=1'],
  ['#top', 'https://a.test:8443/one/two/three?q=1'],
  [' /x ', 'https://a.test:8443/x'],
  ['mailto:x@a.test', 'mailto:x@a.test'],
])('%j means %s', (reference, absolute) => {
  expect(resolveUrl(BASE, reference)).toBe(absolute);
});

test('a relative reference cannot be resolved against a base without an authority', () => {
  expect(resolveUrl('data:text/html,x', '/x')).toBeNull();
});

test('agrees with the URL class about the paths and queries that a server would send', () => {
  // No names that begin with a dot: after those, Node's own URL keeps a final `.` (`/.0/.`).
  const segment = fc.oneof(
    fc.constantFrom('.', '..', ''),
    fc.stringMatching(/^[a-z0-9_~-][a-z0-9._~-]{0,4}$/),
  );
  const path = fc
    .tuple(fc.boolean(), fc.array(segment, { minLength: 1, maxLength: 6 }))
    .map(([absolute, parts]) => {
      const text = parts.join('/');
      // Two slashes at the start are a host.
      return absolute ? `/${text.replace(/^\/+/, '')}` : text.replace(/^\/+/, '');
    });
  const query = fc.constantFrom('', '?x=1', '?');
  // Fixed hosts instead of `fc.webUrl`: a thousand generated host names take seconds, and hosts are only copied.
  const host = fc.constantFrom('a.test', 'b.test:8443', '192.0.2.1:8080', '[2001:db8::1]');
  const base = fc
    .tuple(fc.constantFrom('http', 'https'), host, fc.webPath(), query)
    .map(([scheme, authority, place, search]) => new URL(`${scheme}://${authority}${place}${search}`).href);
  fc.assert(
    fc.property(base, path, query, (from, relative, search) => {
      const expected = new URL(`${relative}${search}`, from);
      // Some implementations write an empty query and others omit it.
      expect(resolveUrl(from, `${relative}${search}`)?.replace(/\?$/, '')).toBe(
        expected.href.replace(/\?$/, ''),
      );
    }),
    { numRuns: 1_000 },
  );
});
