import type { Certificate } from '../model/capture.ts';
import type { ReaderOptions } from './bytes/bytes.ts';

/**
 * Reads whom a certificate is for from its PEM text (RFC 7468); null when it is none. Subject and issuer are named
 * as the browser names them: common name, else organisation, else unit. The host brings it, for where there is a
 * library for that already it costs nothing to load.
 */
export type ReadCertificate = (pem: string) => Certificate | null;

/** What the readers of logs with certificates are given. */
export interface CertificateReaderOptions extends ReaderOptions {
  readonly readCertificate: ReadCertificate;
}
