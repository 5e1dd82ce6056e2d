import { describe, expect, it } from 'vitest';
import { isCredentialHeader, REDACTED, withoutTokens } from './secrets.ts';

describe('a header that carries credentials', () => {
  it.each([
    'Cookie',
    'set-cookie',
    'AUTHORIZATION',
    'Proxy-Authorization',
    'X-Api-Key',
    'x-amz-security-token',
    'X-CSRF-Token',
    'x-goog-iap-jwt-assertion',
    'x-auth-user',
    'X-Session-Id',
    'x-forwarded-client-cert',
    'sec-websocket-key',
  ])('is %s', (name) => {
    expect(isCredentialHeader(name)).toBe(true);
  });

  it.each([
    ':authority',
    'server',
    'via',
    'alt-svc',
    'access-control-allow-credentials',
    'access-control-allow-headers',
    'sec-fetch-mode',
    'content-type',
    'x-cache',
    'surrogate-key',
    'keep-alive',
    'author',
  ])('is not %s', (name) => {
    expect(isCredentialHeader(name)).toBe(false);
  });
});

describe('text without tokens', () => {
  it('has no text that is recognisable as a token', () => {
    const jwt = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl';
    expect(withoutTokens(`sent ${jwt} on`)).toBe(`sent ${REDACTED} on`);
    expect(withoutTokens('with Bearer abcdef123456')).toBe(`with Bearer ${REDACTED}`);
    expect(withoutTokens('GET / HTTP/1.1\r\nCookie: a=b\r\nHost: a.test')).toBe(
      `GET / HTTP/1.1\r\nCookie: ${REDACTED}\r\nHost: a.test`,
    );
  });

  it('keeps prose unchanged', () => {
    const prose = 'It asks for basic authentication: the server at a.test:8443 does not.';
    expect(withoutTokens(prose)).toBe(prose);
  });
});
