import type { Certificate } from '../model/capture.ts';
import type { ReaderOptions } from './bytes/bytes.ts';

/**
 * Reads subject, issuer and host names of a certificate from its PEM text (RFC 7468); null if it is not one. Subject and
 * issuer are named as browsers name them: the common name, else the organisation, else the unit. The host program passes
 * the function, so that a built-in library is used where there is one.
 */
export type ReadCertificate = (pem: string) => Certificate | null;

/** Options of the readers of logs that contain certificates. */
export interface CertificateReaderOptions extends ReaderOptions {
  readonly readCertificate: ReadCertificate;
}
