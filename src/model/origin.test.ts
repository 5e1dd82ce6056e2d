import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatOrigin, hostOf, originOf, originParts } from './origin.ts';

describe('originOf', () => {
  test.each([
    ['https://a.test/x?y#z', 'https://a.test'],
    ['https://a.test:443/', 'https://a.test'],
    ['http://a.test:80', 'http://a.test'],
    ['http://a.test:443/', 'http://a.test:443'],
    ['HTTPS://A.Test:8443/', 'https://a.test:8443'],
    ['https://user:pass@a.test/', 'https://a.test'],
    ['https://[2001:db8::1]:8443/', 'https://[2001:db8::1]:8443'],
    ['https://a.test?x=https://b.test/', 'https://a.test'],
    ['wss://a.test/socket', 'https://a.test'],
    ['ws://a.test:80/', 'http://a.test'],
    ['https://a.test', 'https://a.test'],
  ])('%s is of %s', (url, origin) => {
    expect(originOf(url)).toBe(origin);
  });

  test.each([
    'data:text/html,https://a.test/',
    'about:blank',
    'blob:https://a.test/0b6e',
    'chrome-extension://abcdef/panel.html',
    'file:///etc/hosts',
    '//a.test/',
    'https://',
    'https://a.test:99999/',
    'https://a.test:x/',
    'https://a b.test/',
    '',
  ])('%j has none', (url) => {
    expect(originOf(url)).toBeNull();
  });

  test('agrees with the web about every URL a browser would write', () => {
    fc.assert(
      fc.property(
        fc.webUrl({ withFragments: true, withQueryParameters: true }),
        fc.integer({ min: 1, max: 65_535 }),
        (url, port) => {
          expect(originOf(url)).toBe(new URL(url).origin);
          const parsed = new URL(url);
          parsed.port = String(port);
          expect(originOf(parsed.href)).toBe(parsed.origin);
        },
      ),
    );
  });

  test('is linear: it does not hang on a hostile URL', () => {
    expect(originOf(`https://${'a@'.repeat(500_000)}`)).toBeNull();
    expect(originOf(`https://${':'.repeat(1_000_000)}`)).toBeNull();
  });
});

test('an origin reads back as what it was written from', () => {
  fc.assert(
    fc.property(fc.webUrl(), (url) => {
      const origin = originOf(url) ?? '';
      const parts = originParts(origin);
      expect(parts === null ? null : formatOrigin(parts)).toBe(origin);
    }),
  );
});

test('hostOf leaves the port out', () => {
  expect(hostOf('https://A.test:8443/')).toBe('a.test');
  expect(hostOf('https://[::1]:8443/')).toBe('[::1]');
  expect(hostOf('data:,')).toBeNull();
});
