import { describe, expect, it } from 'vitest';
import { about, findings, recorded } from '../../testing/findings.ts';

describe('a proxy that answers 421 by itself', () => {
  const analysis = recorded('refusing-proxy');

  it('is reported for CONNECT and for plain http, not for responses that it marks as forwarded', () => {
    // Chromium's background requests went through that proxy too.
    const ours = about(analysis, 'misdirected-by-proxy').filter((each) => / (?:plain|good)\//.test(each));
    expect(ours).toEqual(['derived GET plain/', 'observed GET good/']);
  });

  it('is not a server that answers through a tunnel', () => {
    for (const name of ['proxy-connect', 'proxy-h2']) {
      expect(recorded(name).summary.misdirectedAttempts).toBeGreaterThan(0);
      expect(about(recorded(name), 'misdirected-by-proxy')).toEqual([]);
    }
  });

  const plain = (responseHeaders: Record<string, string>, url = 'http://a.test/'): number =>
    findings('misdirected-by-proxy', {
      connections: [{ id: '1', remote: '10.0.0.9:3128' }],
      requests: [{ url, status: 421, connection: '1', responseHeaders }],
    }).length;

  it('is recognised in a HAR by the port of the connection and by the headers of RFC 9209 and Squid', () => {
    expect(plain({ 'Proxy-Status': 'ExampleProxy; error=http_request_denied' })).toBe(1);
    expect(plain({ 'X-Squid-Error': 'ERR_ACCESS_DENIED 0' })).toBe(1);
    expect(plain({ 'Proxy-Status': 'ExampleProxy; received-status=421' })).toBe(0);
    expect(plain({})).toBe(0);
    expect(plain({ 'Proxy-Status': 'ExampleProxy; error=http_request_denied' }, 'http://a.test:3128/')).toBe(
      0,
    );
    expect(plain({ 'Proxy-Status': 'ExampleProxy; error=http_request_denied' }, 'https://a.test/')).toBe(0);
  });
});
