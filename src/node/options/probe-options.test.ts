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

  it('takes --no-sni, --connect, --alpn and several --with', () => {
    const more = ['--connect', '10.0.0.7:8443', '--alpn', 'http/1.1', '--with', 'A.test', '--with', 'c.test'];
    expect(read('https://b.test', '--no-sni', ...more)).toMatchObject({
      options: {
        target: {
          sni: null,
          address: '10.0.0.7',
          port: 8443,
          alpn: ['http/1.1'],
          inTurn: ['a.test', 'c.test'],
        },
      },
    });
  });

  it.each([
    ['10.0.0.7', '10.0.0.7', null],
    ['backend.test:443', 'backend.test', 443],
    ['fd00::7', 'fd00::7', null],
    ['[fd00::7]', 'fd00::7', null],
    ['[fd00::7]:8443', 'fd00::7', 8443],
  ])('connects to %s', (text, address, port) => {
    const invocation = read('https://b.test', '--sni', 'a.test', '--connect', text);
    expect(invocation).toMatchObject({ options: { target: { address, port } } });
  });

  it.each(['127.0.0.1', '::1', '[::1]', '127.1', '0x7f000001'])(
    'takes no address as SNI, and says why: %s',
    (address) => {
      expect(read('https://b.test', '--sni', address)).toEqual({
        run: 'wrong',
        reason: `--sni takes a host name, and "${address}" is an address, which is no SNI name (RFC 6066 section 3): clients send none then, as --no-sni does.`,
      });
    },
  );

  it.each([
    [['--sni', 'a.test'], /exactly one URL/],
    [['https://b.test', 'https://c.test', '--sni', 'a.test'], /exactly one URL/],
    [['https://b.test'], /--sni is missing/],
    [['http://b.test', '--sni', 'a.test'], /not an https URL/],
    [['b.test', '--sni', 'a.test'], /not an https URL/],
    [['https://b.test', '--sni', 'a.test/x'], /takes a host name/],
    [['https://b.test', '--sni', 'a.test:8443'], /takes a host name/],
    [['https://b.test', '--sni', 'a.test', '--ip', 'a.test'], /takes an IP address/],
    [['https://b.test', '--sni', 'a.test', '--no-sni'], /exclude each other/],
    [['https://b.test', '--sni', 'a.test', '--ip', '::1', '--connect', '::1'], /exclude each other/],
    [['https://b.test', '--sni', 'a.test', '--connect', '10.0.0.7:0'], /--connect takes/],
    [['https://b.test', '--sni', 'a.test', '--connect', '10.0.0.7:65536'], /--connect takes/],
    [['https://b.test', '--sni', 'a.test', '--connect', 'https://10.0.0.7'], /--connect takes/],
    [['https://b.test', '--sni', 'a.test', '--connect', '[10.0.0.7]:1'], /--connect takes/],
    [['https://b.test', '--sni', 'a.test', '--alpn', 'h3'], /--alpn takes h2 or http/],
    [['https://b.test', '--sni', 'a.test', '--with', 'c.test/x'], /--with takes a host name/],
    [['https://b.test', '--sni', 'a.test', '-f', 'har'], /Unknown format "har"/],
    [['https://b.test', '--sni', 'a.test', '--timeout', '0'], /seconds/],
    [['https://b.test', '--sni', 'a.test', '--nonsense'], /nonsense/],
  ])('rejects %j', (args, reason) => {
    expect(read(...args)).toEqual({ run: 'wrong', reason: expect.stringMatching(reason) });
  });
});
