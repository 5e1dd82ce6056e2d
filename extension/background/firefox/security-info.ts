import browser, { type WebRequest } from 'webextension-polyfill';
import type { Certificate } from '../../../src/model/capture.ts';
import { readDer } from '../../../src/sources/x509.ts';

/** The certificate of the connection that an answer came on. */
export interface SeenCertificate {
  readonly fingerprint: string;
  readonly certificate: Certificate;
}

/** Certificates already read; they repeat with every answer. */
const MAX_KNOWN = 500;
const known = new Map<string, Certificate>();

/**
 * Asks Firefox for the certificate of an answer; null without one. Works only while a blocking `onHeadersReceived`
 * listener runs (webRequest.getSecurityInfo). It is enough to ask then: the browser takes the question before the
 * listener's own answer, so nobody need hold the request back for it.
 */
export async function certificateOf(requestId: string): Promise<SeenCertificate | null> {
  const [info] = await Promise.allSettled([browser.webRequest.getSecurityInfo(requestId, { rawDER: true })]);
  // A request that ended meanwhile is refused, and one that came over plain HTTP has none.
  const leaf = info.status === 'fulfilled' ? leafOf(info.value) : undefined;
  if (leaf === undefined) return null;
  const fingerprint = leaf.fingerprint.sha256;
  const certificate = known.get(fingerprint) ?? readDer(Uint8Array.from(leaf.rawDER ?? []));
  if (certificate === null) return null;
  remember(fingerprint, certificate);
  return { fingerprint, certificate };
}

/** Undefined for a request that is not known (any more), whatever the types say. */
function leafOf(info: WebRequest.SecurityInfo | undefined): WebRequest.CertificateInfo | undefined {
  return info?.certificates?.[0];
}

function remember(fingerprint: string, certificate: Certificate): void {
  known.set(fingerprint, certificate);
  const oldest = known.size > MAX_KNOWN ? known.keys().next().value : undefined;
  if (oldest !== undefined) known.delete(oldest);
}
