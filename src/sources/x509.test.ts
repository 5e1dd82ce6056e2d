import { expect, it } from 'vitest';
import { readFixtureText } from '../testing/fixtures.ts';
import { asArray, asObject, asString, parseJson } from './json.ts';
import { readCertificate } from './x509.ts';

function firstCertificateOf(fixture: string): string {
  const log = asObject(parseJson(readFixtureText(fixture)));
  for (const event of asArray(log?.events) ?? []) {
    const pem = asString(asArray(asObject(asObject(event)?.params)?.certificates)?.[0]);
    if (pem !== null) return pem;
  }
  return '';
}

it('reads the names of an RSA certificate in an Everything NetLog', () => {
  const certificate = readCertificate(firstCertificateOf('dialects/netlog-everything.json.gz'));
  expect(certificate).toMatchObject({ subject: 'www.shop.test', issuer: 'Invented RSA 2048 M04' });
  expect(certificate?.names).toHaveLength(24);
  expect(certificate?.names).toContain('www.cdn.shop.test');
  expect(Object.getPrototypeOf(certificate?.names)).toBe(Array.prototype);
});

it('reads wildcards unchanged', () => {
  expect(readCertificate(firstCertificateOf('chromium/101.netlog.json.gz'))).toEqual({
    subject: 'wild.alpha.test',
    issuer: 'Held-out CA',
    names: ['*.alpha.test', 'h2.beta.test', 'h5.beta.test', 'h7.beta.test'],
  });
});

it('reads nothing from anything that is not a certificate', () => {
  const pem = firstCertificateOf('chromium/101.netlog.json.gz');
  expect(readCertificate('')).toBeNull();
  expect(readCertificate('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----')).toBeNull();
  expect(readCertificate(pem.slice(0, 400))).toBeNull();
  expect(readCertificate(pem.replace(/[A-Z]{2}/g, '??'))).toBeNull();
});
