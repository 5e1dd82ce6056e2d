import { once } from 'node:events';
import { isIP } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Certificate } from '../../model/capture.ts';
import { InputError } from '../input/read-input.ts';
import { readCertificate } from '../input/x509.ts';

export interface Place {
  readonly address: string;
  readonly port: number;
  readonly sni: string;
  /** Accepts any certificate. */
  readonly insecure: boolean;
  readonly timeoutMs: number;
}

/**
 * Opens a TLS connection as a browser does: with this name in the handshake, and HTTP/2 offered first.
 * @throws InputError when nothing responds there, or the handshake fails, or the certificate is not valid for the name
 */
export async function openTls({ address, port, sni, insecure, timeoutMs }: Place): Promise<TLSSocket> {
  const { connect } = await import('node:tls');
  const socket = connect({
    host: address,
    port,
    // SNI cannot be an IP address (RFC 6066 section 3).
    ...(isIP(sni) === 0 && { servername: sni }),
    ALPNProtocols: ['h2', 'http/1.1'],
    rejectUnauthorized: !insecure,
    timeout: timeoutMs,
  });
  socket.once('timeout', () => socket.destroy(new Error(`no response within ${timeoutMs / 1000} seconds`)));
  try {
    await once(socket, 'secureConnect');
  } catch (error) {
    socket.destroy();
    const why = `${sni} at ${address} port ${port}: ${failureWords(error)}`;
    throw new InputError(why, { cause: error });
  }
  return socket;
}

/** The certificate that the server presented, or null. */
export function certificateOn(socket: TLSSocket): Certificate | null {
  const certificate = socket.getPeerX509Certificate();
  return certificate === undefined ? null : readCertificate(certificate.toString());
}

const UNTRUSTED = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY/;

/** Why a connection failed, with advice for a certificate that is not trusted. */
export function failureWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null;
  // For a TLS alert, Node's message is OpenSSL's own line with places in its source, so the code is shown instead.
  const reason = code?.startsWith('ERR_SSL') ? code : error.message;
  const untrusted = code !== null && UNTRUSTED.test(code) && !code.includes('ALERT');
  return untrusted
    ? `${reason} (--insecure accepts any certificate; NODE_EXTRA_CA_CERTS=FILE adds a CA)`
    : reason;
}
