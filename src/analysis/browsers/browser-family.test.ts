import { expect, it } from 'vitest';
import { familyOf } from './browser-family.ts';

it.each([
  ['Chrome', 'chromium'],
  ['HeadlessChrome', 'chromium'],
  ['Microsoft Edge', 'chromium'],
  ['Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36', 'chromium'],
  ['Firefox', 'firefox'],
  ['Gecko', 'firefox'],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0', 'firefox'],
  ['Safari', 'safari'],
  ['WebKit', 'safari'],
  ['webkit', 'safari'],
  ['WebKit Web Inspector', 'safari'],
  ['Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15', 'safari'],
  ['AppleWebKit', 'unknown'],
  ['mitmproxy har_dump', 'proxy'],
  ['Charles Proxy', 'proxy'],
  ['Fiddler', 'proxy'],
  ['HTTP Toolkit', 'proxy'],
  ['Burp Suite Professional', 'proxy'],
  ['k6 Browser Recorder', 'program'],
  ['Postman', 'program'],
  ['Insomnia REST Client', 'program'],
  ['Internet Explorer Network Inspector', 'internet-explorer'],
  ['', 'unknown'],
])('%s is of the family %s', (name, family) => {
  expect(familyOf({ name, version: '1' })).toBe(family);
});

it.each([
  ['18.17763', 'internet-explorer'],
  ['12', 'internet-explorer'],
  ['79.0.309', 'chromium'],
  ['146.0', 'chromium'],
  ['', 'chromium'],
])('Microsoft Edge %s is of the family %s', (version, family) => {
  expect(familyOf({ name: 'Microsoft Edge', version })).toBe(family);
});

it('is unknown where no source names the browser', () => {
  expect(familyOf(null)).toBe('unknown');
});
