import type { Check } from '../finding.ts';
import type { PlainOrigin } from './names.ts';

interface Place {
  readonly about: PlainOrigin;
  /** Opened for; null when it is not known. */
  readonly other: PlainOrigin | null;
  /** Of the shared connection, as `--resolve` takes it; null for what the name resolves to. */
  readonly address: string | null;
  readonly always: boolean;
}

const CURL = 'curl -sS --http2 -o /dev/null -D -';

/**
 * Commands that ask the server as the browser did, and as it does on a connection of its own. curl takes the name for
 * the TLS handshake (SNI) from the URL and the host of the request from the Host header.
 */
export function checksFor({ about, other, address, always }: Place): Check[] {
  const at = ({ host, port }: PlainOrigin) =>
    address === null ? '' : ` --resolve "${host}:${port}:${address}"`;
  const own: Check = {
    command: `${CURL}${at(about)} "https://${about.authority}/"`,
    expect: always
      ? `${about.host} on its own connection: 421 now, what ${about.host} answers itself once it is mended.`
      : `For comparison, ${about.host} on its own connection: no 421.`,
  };
  if (other === null || other.port !== about.port || always) return [own];
  return [
    {
      command: `${CURL}${at(other)} "https://${other.authority}/" -H "Host: ${about.authority}"`,
      expect: `${about.host} on a connection opened for ${other.host}: 421 now, what ${about.host} answers itself once it is mended.`,
    },
    own,
    {
      command: `coalescope probe "https://${about.authority}/" --sni ${other.host}${address === null ? '' : ` --ip ${address}`}`,
      expect: 'Both, compared, with who answers.',
    },
  ];
}
