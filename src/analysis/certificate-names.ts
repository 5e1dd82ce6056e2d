import type { Certificate } from '../model/capture.ts';

/**
 * Whether a certificate's names cover a host: RFC 9525 section 6.3 (as RFC 6125 before it). A wildcard is
 * one whole left-most label and stands for exactly one label; addresses match as they are, never by a
 * wildcard. The common name in the subject counts for nothing.
 */
export function certificateCovers(certificate: Certificate, host: string): boolean {
  let known = answers.get(certificate);
  if (known === undefined) {
    known = new Map();
    answers.set(certificate, known);
  }
  let answer = known.get(host);
  if (answer === undefined) {
    const wanted = plain(host);
    answer = certificate.names.some((name) => nameCovers(plain(name), wanted));
    known.set(host, answer);
  }
  return answer;
}

/** Certificates are immutable and shared between snapshots: an answer stays true as long as they live. */
const answers = new WeakMap<Certificate, Map<string, boolean>>();

function nameCovers(name: string, host: string): boolean {
  if (name === host) return name !== '';
  if (!name.startsWith('*.') || isAddress(host)) return false;
  const dot = host.indexOf('.');
  // `*.test` for `shop.test` would cover a whole registry: browsers refuse a wildcard above one label.
  const parent = name.slice(2);
  return dot > 0 && host.slice(dot + 1) === parent && parent.includes('.') && !parent.includes('*');
}

/** Lower case, without an IPv6 host's brackets or a final dot. */
function plain(name: string): string {
  const lower = name.toLowerCase();
  const bare = lower.startsWith('[') && lower.endsWith(']') ? lower.slice(1, -1) : lower;
  return bare.endsWith('.') ? bare.slice(0, -1) : bare;
}

function isAddress(host: string): boolean {
  return host.includes(':') || /^\d+\.\d+\.\d+\.\d+$/.test(host);
}
