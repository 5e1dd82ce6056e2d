import { describe, expect, it } from 'vitest';
import { readInvocation } from './read-command-line.ts';

const read = (...args: readonly string[]) => readInvocation(['probe', ...args], false);

describe('coalescope probe', () => {
  it('takes a URL, --sni, --ip, --insecure and a format', () => {
    expect(
      read('https://b.test:8443/x?y', '--sni', 'A.test', '--ip', '::1', '-k', '-f', 'json'),
    ).toMatchObject({
      run: 'probe',
      options: {
        format: 'json',
        target: { sni: 'a.test', address: '::1', insecure: true, timeoutMs: 10_000 },
      },
    });
  });

  it.each([
    [['--sni', 'a.test'], /exactly one URL/],
    [['https://b.test', 'https://c.test', '--sni', 'a.test'], /exactly one URL/],
    [['https://b.test'], /--sni is missing/],
    [['http://b.test', '--sni', 'a.test'], /not an https URL/],
    [['b.test', '--sni', 'a.test'], /not an https URL/],
    [['https://b.test', '--sni', 'a.test/x'], /takes a host name/],
    [['https://b.test', '--sni', 'a.test:8443'], /takes a host name/],
    [['https://b.test', '--sni', 'a.test', '--ip', 'a.test'], /takes an IP address/],
    [['https://b.test', '--sni', 'a.test', '-f', 'har'], /Unknown format "har"/],
    [['https://b.test', '--sni', 'a.test', '--timeout', '0'], /seconds/],
    [['https://b.test', '--sni', 'a.test', '--nonsense'], /nonsense/],
  ])('rejects %j', (args, reason) => {
    expect(read(...args)).toEqual({ run: 'wrong', reason: expect.stringMatching(reason) });
  });
});
