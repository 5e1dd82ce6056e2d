import { X509Certificate } from 'node:crypto';
import { isIPv6 } from 'node:net';
import type { ReadCertificate } from '../../sources/certificates.ts';
import { asArray, asObject, asString, parseJson } from '../../sources/json.ts';

/**
 * How Node reads certificates for the readers: with the OpenSSL that is in it anyway. The library that browsers need
 * is half as large as all else of the command, and took a quarter of the time of a NetLog of 100 MB to get going.
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
    // OpenSSL's errors, of several kinds: it is no certificate.
    return null;
  }
}

/** Common name, else organisation, else unit; the first where there are several. */
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
 * `DNS:a.test, IP Address:127.0.0.1`; a value with a comma, a quote or the like in it stands as a JSON string
 * (https://nodejs.org/api/crypto.html#x509subjectaltname).
 */
function hostNames(subjectAltName: string): string[] {
  const entries = subjectAltName.matchAll(/(?<kind>[^:,]+):(?<value>"(?:[^"\\]|\\.)*"|[^,]*)(?:, |$)/g);
  return Array.from(entries).flatMap(({ groups: { kind, value = '' } = {} }) => {
    const text = value.startsWith('"') ? asString(parseJson(value)) : value;
    if (text === null || (kind !== 'DNS' && kind !== 'IP Address')) return [];
    return isIPv6(text) ? shortIPv6(text) : text;
  });
}

/** RFC 5952: in lower case, the longest run of zeros left out. OpenSSL writes all of it, in capitals. */
function shortIPv6(address: string): string {
  return new URL(`http://[${address}]/`).hostname.slice(1, -1);
}
