import { describe, expect, it } from 'vitest';
import { discardedType } from './discarded-type.ts';
import type { WebRequestDetails } from './events.ts';

function answer(type: string | null): WebRequestDetails {
  const responseHeaders = type === null ? [] : [{ name: 'content-type', value: type }];
  const named = { requestId: '1', url: 'https://b.test/', method: 'GET', timeStamp: 0 };
  return { ...named, responseHeaders, proxyInfo: null };
}

describe('the type of a discarded response', () => {
  // As recorded with Firefox 153 (corpus t15).
  it.each([
    ['text/plain,text/plain', 'text/plain'],
    ['text/html,application/json', 'text/html'],
    ['text/html; charset=utf-8,text/html; charset=utf-8', 'text/html; charset=utf-8'],
    ['image/svg+xml,image/svg+xml', 'image/svg+xml'],
  ])('%s', (header, discarded) => {
    expect(discardedType(answer(header))).toBe(discarded);
  });

  it.each([
    ['text/plain'],
    ['text/plain; x="a,b"'],
    ['text/plain; x=a,b'],
    ['text/plain, text/plain'],
    ['multipart/mixed; boundary="a/b,text/c"'],
    [''],
    [null],
  ])('is null for %s', (header) => {
    expect(discardedType(answer(header))).toBeNull();
  });

  it('is null for another browser', () => {
    expect(discardedType({ ...answer('text/plain,text/plain'), proxyInfo: undefined })).toBeNull();
  });
});
