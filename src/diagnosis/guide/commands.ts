import type { PlainOrigin } from '../plain-names.ts';

/** Opens a connection for a host and closes it without a request. */
function handshake({ host, port }: PlainOrigin, address: string | null, more = ''): string {
  return `openssl s_client -connect ${address ?? host}:${port} -servername ${host} -alpn h2${more} </dev/null 2>/dev/null`;
}

/** Prints the names in a host's certificate. Needs OpenSSL 1.1.1 or newer. */
export function showCertificate(place: PlainOrigin, address: string | null): string {
  return `${handshake(place, address)} | openssl x509 -noout -ext subjectAltName`;
}

/** Prints a line if a host asks for a client certificate in the handshake, else nothing. */
export function showCertificateRequest(place: PlainOrigin, address: string | null): string {
  return `${handshake(place, address, ' -msg')} | grep -a CertificateRequest`;
}

/** Prints the Server header of the host's response. */
export function showServer({ authority }: PlainOrigin): string {
  return `curl -sS --http2 -o /dev/null -D - "https://${authority}/" | grep -i '^server:'`;
}
