import { describe, expect, it } from 'vitest';
import { isKeptHeader, REMOVED_HEADERS } from './kept-headers.ts';
import { Sanitiser } from './sanitiser.ts';
import { withoutTokens } from './secrets.ts';

const SECRET = 'zQ7xplanted1secret';

describe('the value of a header', () => {
  it.each([
    'x-authorization',
    'x-original-authorization',
    'x-amzn-oidc-accesstoken',
    'accesstoken',
    'mysapsso2',
    'x-otp',
    'x-pin',
    'x-forwarded-for',
    'x-user-email',
    'x-never-heard-of',
  ])('%s is removed', (name) => {
    expect(new Sanitiser().headerValue(name, SECRET)).toBe('[redacted]');
  });

  it('or of a field that a tool added is removed unless the field is listed', () => {
    const fields = {
      _pwd: SECRET,
      _privateKey: SECRET,
      _otp: SECRET,
      _responseBodyText: SECRET,
      _chunks: [SECRET],
    };
    expect(JSON.stringify(new Sanitiser().json({ ...fields, _raw: { any: SECRET } }))).not.toContain(SECRET);
    expect(new Sanitiser().json({ _resourceType: 'script', _size: 4 })).toEqual({
      _resourceType: 'script',
      _size: 4,
    });
  });

  it('that is a host loses its user and password', () => {
    expect(new Sanitiser().headerValue(':authority', `me:${SECRET}@a.test:8443`)).toBe('a.test:8443');
  });

  it('is kept whatever the case of the name', () => {
    expect(isKeptHeader('Server')).toBe(true);
    const removed = REMOVED_HEADERS.flatMap(({ names }) => names);
    expect(removed.filter(isKeptHeader)).toEqual([]);
  });
});

// Joined from pieces, so that no scanner takes the invented tokens for real ones.
const BODY = '0123456789ABCDEFGHIJabcdefghij012345';

describe('a token', () => {
  it.each([
    `ghp${'_'}${BODY}`,
    `github${'_'}pat_${BODY}`,
    `xoxb${'-'}${BODY}`,
    `AKI${'A'}0123456789ABCDEF`,
    `sk${'_'}live_${BODY}`,
    `AIz${'a'}${BODY}`,
    `someone.else@mail.test`,
    `-----BEGIN PRIVATE KEY-----\n${BODY}\n-----END PRIVATE KEY-----`,
  ])('%s is removed from text, a kept header and a field', (token) => {
    const sanitiser = new Sanitiser();
    expect(sanitiser.text(`sent ${token} on`)).toBe('sent [redacted] on');
    expect(sanitiser.headerValue('user-agent', token)).toBe('[redacted]');
    expect(sanitiser.json({ _error: [token] })).toEqual({ _error: ['[redacted]'] });
  });

  it('is removed from the path of a URL', () => {
    expect(new Sanitiser().url(`https://a.test/x/ghp${'_'}${BODY}/y`)).toBe('https://a.test/x/[redacted]/y');
  });

  it('is no word, version or path', () => {
    for (const text of [
      '/npm/vue@3.2.1/dist/vue.js',
      'token bucket',
      'a.test/ghp_',
      'sk_live_',
      'sig=redacted12',
    ]) {
      expect(withoutTokens(text)).toBe(text);
    }
  });
});
