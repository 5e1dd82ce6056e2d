import { AsnConvert } from '@peculiar/asn1-schema';
import {
  type GeneralName,
  id_ce_subjectAltName,
  type Name,
  SubjectAlternativeName,
  Certificate as X509Certificate,
} from '@peculiar/asn1-x509';
import { decodeFirst } from '@peculiar/utils/pem';
import type { Certificate } from '../model/capture.ts';
import type { ReadCertificate } from './certificates.ts';

/** Attribute types of RFC 5280 appendix A.1, the most readable name first. */
const COMMON_NAME = '2.5.4.3';
const ORGANIZATION = '2.5.4.10';
const ORGANIZATIONAL_UNIT = '2.5.4.11';

/** Reads certificates where the host program has no built-in library for it. */
export const readCertificate: ReadCertificate = (pem) => {
  try {
    return readDer(decodeFirst(pem, 'CERTIFICATE'));
  } catch {
    // The library throws for text that is not PEM.
    return null;
  }
};

/** Same, from the bytes of a certificate (DER). */
export function readDer(der: Uint8Array): Certificate | null {
  try {
    const { tbsCertificate } = AsnConvert.parse(Uint8Array.from(der), X509Certificate);
    const altNames = tbsCertificate.extensions?.find(({ extnID }) => extnID === id_ce_subjectAltName);
    return {
      subject: displayName(tbsCertificate.subject),
      issuer: displayName(tbsCertificate.issuer),
      names:
        altNames === undefined
          ? []
          : Array.from(AsnConvert.parse(altNames.extnValue, SubjectAlternativeName)).flatMap(hostName),
    };
  } catch {
    // The library throws several kinds of error for DER that is not a certificate.
    return null;
  }
}

function hostName({ dNSName, iPAddress }: GeneralName): string[] {
  return [dNSName, iPAddress].filter((name) => name !== undefined);
}

function displayName(name: Name): string {
  const attributes = Array.from(name).flatMap((relative) => Array.from(relative));
  for (const wanted of [COMMON_NAME, ORGANIZATION, ORGANIZATIONAL_UNIT]) {
    const found = attributes.find(({ type }) => type === wanted);
    if (found !== undefined) return found.value.toString();
  }
  return '';
}
