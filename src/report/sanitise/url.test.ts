import { describe, expect, it } from 'vitest';
import { Redactions, sanitiseUrl } from './url.ts';

const sanitise = (url: string): string => sanitiseUrl(url, new Redactions());

describe('a sanitised URL', () => {
  it.each([
    ['https://a.test/p/q?token=abc&page=2', 'https://a.test/p/q?token=redacted&page=redacted2'],
    ['https://a.test/?eyJhbGciOi', 'https://a.test/?redacted'],
    ['https://user:pass@a.test:8443/p', 'https://a.test:8443/p'],
    ['https://us@er:pa@ss@a.test/p@q', 'https://a.test/p@q'],
    ['//user@a.test/p', '//a.test/p'],
    ['blob:https://user@a.test/1-2', 'blob:https://a.test/1-2'],
    ['https://a.test/cb#access_token=abc&state=1', 'https://a.test/cb#redacted'],
    ['/cb?code=abc#frag', '/cb?code=redacted#redacted2'],
    ['?code=abc', '?code=redacted'],
    ['https://a.test/app;jsessionid=1A2B/list', 'https://a.test/app;jsessionid=redacted/list'],
    ['data:text/html;base64,c2VjcmV0', 'data:text/html;base64,redacted'],
    ['javascript:alert(1)', 'javascript:redacted'],
    ['about:srcdoc', 'about:srcdoc'],
    ['https://a.test/p?a=&b', 'https://a.test/p?a=&redacted'],
    ['https://a.test/plain', 'https://a.test/plain'],
  ])('%s is %s', (url, expected) => {
    expect(sanitise(url)).toBe(expected);
  });

  it('differs where the original differed, and is equal where it was equal', () => {
    const redactions = new Redactions();
    const [one, two, again] = ['1', '2', '1'].map((id) =>
      sanitiseUrl(`https://a.test/?id=${id}`, redactions),
    );
    expect(one).not.toBe(two);
    expect(one).toBe(again);
  });

  it('does not change when it is sanitised again', () => {
    const once = sanitise('https://a.test/?a=1&b=2#c=3');
    expect(sanitise(once)).toBe(once);
  });
});
