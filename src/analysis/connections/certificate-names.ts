import type { Certificate } from '../../model/capture.ts';

/**
 * Whether a certificate's names cover a host: RFC 9525 section 6.3 (as RFC 6125 before it). A wildcard is
 * one whole left-most label and stands for exactly one label; addresses match as they are, never by a
 * wildcard. The common name in the subject is ignored.
 */
export function certificateCovers(certificate: Certificate, host: string): boolean {
  let known = results.get(certificate);
  if (known === undefined) {
    known = new Map();
    results.set(certificate, known);
  }
  let answer = known.get(host);
  if (answer === undefined) {
    const covering = namesThatCover(host);
    answer = certificate.names.some((name) => covering.includes(plainName(name)));
    known.set(host, answer);
  }
  return answer;
}

/** Certificates are immutable and shared between snapshots, so a result stays valid as long as they exist. */
const results = new WeakMap<Certificate, Map<string, boolean>>();

/** The normalised names that cover a host: its own, and the wildcard in place of its first label. */
export function namesThatCover(host: string): string[] {
  const own = plainName(host);
  if (own === '') return [];
  const dot = own.indexOf('.');
  // `*.test` for `shop.test` would cover a whole registry: browsers refuse a wildcard above one label.
  const parent = own.slice(dot + 1);
  const hasWildcard = dot > 0 && parent.includes('.') && !parent.includes('*') && !isAddress(own);
  return hasWildcard ? [own, `*.${parent}`] : [own];
}

/** A name in the form that is compared: lower case, without an IPv6 host's brackets or a final dot. */
export function plainName(name: string): string {
  const lower = name.toLowerCase();
  const bare = lower.startsWith('[') && lower.endsWith(']') ? lower.slice(1, -1) : lower;
  return bare.endsWith('.') ? bare.slice(0, -1) : bare;
}

function isAddress(host: string): boolean {
  return host.includes(':') || /^\d+\.\d+\.\d+\.\d+$/.test(host);
}
