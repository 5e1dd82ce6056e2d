import { X509Certificate } from 'node:crypto';
import { isIPv6 } from 'node:net';
import type { ReadCertificate } from '../../sources/certificates.ts';
import { asArray, asObject, asString, parseJson } from '../../sources/json.ts';

/**
 * How the readers parse certificates in Node: with its built-in OpenSSL. The library that browsers need would make the
 * command half as large again, and loading it took a quarter of the time of a run on a NetLog of 100 MB.
 */
export const readCertificate: ReadCertificate = (pem) => {
  const certificate = parse(pem);
  if (certificate === null) return null;
  const { subject, issuer } = certificate.toLegacyObject();
  return {
    subject: displayName(subject),
    issuer: displayName(issuer),
    names: hostNames(certificate.subjectAltName ?? ''),
  };
};

function parse(pem: string): X509Certificate | null {
  try {
    return new X509Certificate(pem);
  } catch {
    // OpenSSL reports several kinds of error. All of them mean that this is not a certificate.
    return null;
  }
}

/** The common name, else the organisation, else the unit; the first of several. */
function displayName(name: unknown): string {
  const attributes = asObject(name);
  for (const wanted of ['CN', 'O', 'OU']) {
    const value = attributes?.[wanted];
    const first = asString(asArray(value)?.[0] ?? value);
    if (first !== null) return first;
  }
  return '';
}

/**
 * Parses `DNS:a.test, IP Address:127.0.0.1`. A value with a comma, a quote or a similar character is written as a JSON
 * string (https://nodejs.org/api/crypto.html#x509subjectaltname).
 */
function hostNames(subjectAltName: string): string[] {
  const entries = subjectAltName.matchAll(/(?<kind>[^:,]+):(?<value>"(?:[^"\\]|\\.)*"|[^,]*)(?:, |$)/g);
  return Array.from(entries).flatMap(({ groups: { kind, value = '' } = {} }) => {
    const text = value.startsWith('"') ? asString(parseJson(value)) : value;
    if (text === null || (kind !== 'DNS' && kind !== 'IP Address')) return [];
    return isIPv6(text) ? shortIPv6(text) : text;
  });
}

/** The form of RFC 5952: lower case, the longest run of zeros omitted. OpenSSL writes the full form in upper case. */
function shortIPv6(address: string): string {
  return new URL(`http://[${address}]/`).hostname.slice(1, -1);
}
