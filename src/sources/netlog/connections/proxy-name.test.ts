import { expect, test } from 'vitest';
import { proxyName } from './proxy-name.ts';

test.each([
  ['DIRECT', null],
  ['[direct://]', null],
  ['direct://', null],
  ['', null],
  [null, null],
  ['[https://proxy.test:443]', 'https://proxy.test:443'],
  ['PROXY proxy.test:3128', 'PROXY proxy.test:3128'],
  ['[https://direct.test:443]', 'https://direct.test:443'],
])('%s is the proxy %s', (chain, name) => {
  expect(proxyName(chain)).toBe(name);
});
