import { once } from 'node:events';
import { isIP } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Certificate } from '../../model/capture.ts';
import { readCertificate } from '../input/x509.ts';
import { inTime, type TimeLeft, within } from '../time-left.ts';

export interface Place {
  readonly address: string;
  readonly port: number;
  /** Null to send none. */
  readonly sni: string | null;
  /** The host that the certificate must be valid for; null for any. */
  readonly certified: string | null;
  /** Accepts any certificate. */
  readonly insecure: boolean;
  /** In the order in which they are offered. */
  readonly alpn: readonly Alpn[];
}

/** A protocol as TLS names it (RFC 7301). */
export type Alpn = 'h2' | 'http/1.1';

/** The name for the handshake; null for an address, which is not allowed there (RFC 6066 section 3). */
export function sniFor(host: string): string | null {
  return isIP(host) === 0 ? host : null;
}

/**
 * Opens a TLS connection as a browser does: with this name in the handshake.
 * @throws Error (rejects) when nothing responds there in time, or the handshake fails, or the certificate is not valid for the name
 */
export async function openTls(place: Place, time: TimeLeft): Promise<TLSSocket> {
  const { checkServerIdentity, connect } = await import('node:tls');
  const { certified, sni } = place;
  const socket = connect({
    host: place.address,
    port: place.port,
    ...(sni !== null && { servername: sni }),
    ALPNProtocols: [...place.alpn],
    rejectUnauthorized: !place.insecure,
    checkServerIdentity: (_, certificate) =>
      certified === null ? undefined : checkServerIdentity(certified, certificate),
  });
  // An error after the handshake is reported by the request that it ends.
  socket.on('error', () => socket.destroy());
  let isConnected = false;
  socket.once('connect', () => {
    isConnected = true;
  });
  const late = (ms: number) => `no ${isConnected ? 'TLS handshake' : 'TCP connection'} ${within(ms)}`;
  try {
    await inTime(once(socket, 'secureConnect'), time, late);
  } catch (error) {
    socket.destroy();
    throw error;
  }
  return socket;
}

/** The certificate that the server presented, or null. */
export function certificateOn(socket: TLSSocket): Certificate | null {
  const certificate = socket.getPeerX509Certificate();
  return certificate === undefined ? null : readCertificate(certificate.toString());
}
