import browser, { type WebRequest } from 'webextension-polyfill';
import type { Certificate } from '../../../src/model/capture.ts';
import { readDer } from '../../../src/sources/x509.ts';

/** The certificate of the connection that carried a response. */
export interface SeenCertificate {
  readonly fingerprint: string;
  readonly certificate: Certificate;
}

/** Certificates that are already parsed: the same one comes with every response of a connection. */
const MAX_KNOWN = 500;
const known = new Map<string, Certificate>();

/**
 * Asks Firefox for the certificate of a response; null when there is none. `webRequest.getSecurityInfo` works only
 * while a blocking `onHeadersReceived` listener runs. Calling it there is enough: the browser receives the call before
 * the return value of the listener, so the request need not wait for the result.
 */
export async function certificateOf(requestId: string): Promise<SeenCertificate | null> {
  const [info] = await Promise.allSettled([browser.webRequest.getSecurityInfo(requestId, { rawDER: true })]);
  // Firefox rejects the call for a request that has ended. A response over plain HTTP has no certificate.
  const leaf = info.status === 'fulfilled' ? leafOf(info.value) : undefined;
  if (leaf === undefined) return null;
  const fingerprint = leaf.fingerprint.sha256;
  const certificate = known.get(fingerprint) ?? readDer(Uint8Array.from(leaf.rawDER ?? []));
  if (certificate === null) return null;
  remember(fingerprint, certificate);
  return { fingerprint, certificate };
}

/** Firefox returns undefined for an unknown request, although the types exclude it. */
function leafOf(info: WebRequest.SecurityInfo | undefined): WebRequest.CertificateInfo | undefined {
  return info?.certificates?.[0];
}

function remember(fingerprint: string, certificate: Certificate): void {
  known.set(fingerprint, certificate);
  const oldest = known.size > MAX_KNOWN ? known.keys().next().value : undefined;
  if (oldest !== undefined) known.delete(oldest);
}
