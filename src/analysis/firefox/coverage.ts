import { hostOf, type Origin } from '../../model/origin.ts';
import { certificateCovers } from '../connections/certificate-names.ts';
import type { Reconstructed } from './connection.ts';
import { siteOfHost } from './credentials.ts';

/** Whether a connection's certificate names an origin; null where no source has the certificate. */
export function covers({ record }: Reconstructed, origin: Origin): boolean | null {
  const host = hostOf(origin);
  if (host === null) return false;
  return record.certificate === null ? null : certificateCovers(record.certificate, host);
}

/**
 * Whether another origin could share an HTTP/2 connection. A HAR names no certificate: hosts of one site at one address
 * usually have one certificate, unless one of them dialled although the other's connection was open.
 */
export function couldShare(one: Reconstructed, origin: Origin): boolean {
  if (one.record.protocol === 'http/1.1' || !origin.startsWith('https:')) return false;
  const known = covers(one, origin);
  if (known !== null) return known;
  if (one.origins.has(origin)) return true;
  const host = hostOf(origin);
  if (one.certificateId !== null || host === null || one.notFor.has(origin)) return false;
  return [...one.origins.keys()].some((other) => siteOfHost(hostOf(other) ?? '') === siteOfHost(host));
}
