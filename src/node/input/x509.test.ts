import { expect, it } from 'vitest';
import { asArray, asObject, parseJson } from '../../sources/json.ts';
import * as library from '../../sources/x509.ts';
import { CHROMIUM_RUNS, readFixtureText } from '../../testing/fixtures.ts';
import { readCertificate } from './x509.ts';

/**
 * Made with `openssl req -x509 -utf8` and `string_mask=utf8only`, with these names:
 *
 *     O=Örg "A", Inc; OU=Unit
 *     DNS:a.test, DNS:*.b.test, DNS:'q, DNS:evil.test', IP:127.0.0.1, IP:2001:db8::1, IP:::ffff:1.2.3.4,
 *     email:x@y.test, URI:https://u.test/x, dirName:'CN=DNS:evil.test, x'
 */
const ODD = `-----BEGIN CERTIFICATE-----
MIICCzCCAbCgAwIBAgIUYdpQZurFe4g67WoM9+7f3lm1K5QwCgYIKoZIzj0EAwIw
JzEWMBQGA1UECgwNw5ZyZyAiQSIsIEluYzENMAsGA1UECwwEVW5pdDAeFw0yNjEx
MjIyMzI0NTFaFw0yOTA1MTAyMzI0NTFaMCcxFjAUBgNVBAoMDcOWcmcgIkEiLCBJ
bmMxDTALBgNVBAsMBFVuaXQwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAARg+QPT
XQsE4DTpCG1o4s2Th8OJbbeZj03ciYLef8IWwj/wxZUd2zGEhrBY2p53s8mzObit
iVAZXh2mZJLlcJNEo4G5MIG2MIGUBgNVHREEgYwwgYmCBmEudGVzdIIIKi5iLnRl
c3SCEHEsIEROUzpldmlsLnRlc3SHBH8AAAGHECABDbgAAAAAAAAAAAAAAAGHEAAA
AAAAAAAAAAD//wECAwSBCHhAeS50ZXN0hhBodHRwczovL3UudGVzdC94pB0wGzEZ
MBcGA1UEAwwQRE5TOmV2aWwudGVzdCwgeDAdBgNVHQ4EFgQUsRKvas7vz/X/CRdh
79kaqGjk5LswCgYIKoZIzj0EAwIDSQAwRgIhAJEH1u/cNS7BuU/QA4w7GZUJWJya
FhlIpsVJpfQzdnYuAiEA06OyyOhmItsznOrBouKqVcVwGNhnd7Xw18jsuss4Df8=
-----END CERTIFICATE-----
`;

function certificatesOf(fixture: string): string[] {
  const events = asArray(asObject(parseJson(readFixtureText(fixture)))?.events) ?? [];
  return events.flatMap((event) => {
    const pems = asArray(asObject(asObject(event)?.params)?.certificates) ?? [];
    return pems.filter((pem) => typeof pem === 'string');
  });
}

it.each([
  'dialects/netlog-everything.json.gz',
  ...CHROMIUM_RUNS.map((run) => `chromium/${run}.netlog.json.gz`),
])('reads the same from the certificates in %s as the library that the panel uses', (fixture) => {
  const pems = new Set(certificatesOf(fixture));
  expect(pems.size).toBeGreaterThan(1);
  for (const pem of pems) {
    const read = readCertificate(pem);
    expect(read).not.toBeNull();
    expect(read).toEqual(library.readCertificate(pem));
  }
});

it.each([
  ['Node', readCertificate],
  ['the library', library.readCertificate],
])('%s reads names of every kind, and splits none in two', (_, read) => {
  expect(read(ODD)).toEqual({
    subject: 'Örg "A", Inc',
    issuer: 'Örg "A", Inc',
    names: ['a.test', '*.b.test', 'q, DNS:evil.test', '127.0.0.1', '2001:db8::1', '::ffff:102:304'],
  });
});

it('reads nothing from anything that is not a certificate', () => {
  expect(readCertificate('')).toBeNull();
  expect(readCertificate('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----')).toBeNull();
  expect(readCertificate(ODD.slice(0, 400))).toBeNull();
});
