import type { Check } from '../finding.ts';
import type { PlainOrigin } from './names.ts';
import type { Failure } from './remedy.ts';

interface Place {
  readonly about: PlainOrigin;
  /** Opened for; null when it is not known. */
  readonly other: PlainOrigin | null;
  /** Of the shared connection, as `--resolve` takes it; null for what the name resolves to. */
  readonly address: string | null;
  readonly always: boolean;
  /** What is asked for, plain. */
  readonly path: string;
  readonly how: Failure['how'];
}

const CURL = 'curl -sS --http2 -o /dev/null -D -';

/** What goes wrong now, in each way. */
const NOW: Readonly<Record<Failure['how'], string>> = {
  misdirected: '421 now',
  misrouted: 'the wrong answer now',
  reset: 'no answer now (curl: the stream was not closed cleanly)',
};
const NOT_ALONE: Readonly<Record<Failure['how'], string>> = {
  misdirected: 'no 421',
  misrouted: 'the right answer',
  reset: 'an answer',
};

/**
 * Commands that ask the server as the browser did, and as it does on a connection of its own. curl takes the name for
 * the TLS handshake (SNI) from the URL and the host of the request from the Host header.
 */
export function checksFor({ about, other, address, always, path, how }: Place): Check[] {
  const at = ({ host, port }: PlainOrigin) =>
    address === null ? '' : ` --resolve "${host}:${port}:${address}"`;
  const own: Check = {
    command: `${CURL}${at(about)} "https://${about.authority}${path}"`,
    expect: always
      ? `${about.host} on its own connection: 421 now, what ${about.host} answers itself once it is mended.`
      : `For comparison, ${about.host} on its own connection: ${NOT_ALONE[how]}.`,
  };
  if (other === null || other.port !== about.port || always) return [own];
  return [
    {
      command: `${CURL}${at(other)} "https://${other.authority}${path}" -H "Host: ${about.authority}"`,
      expect: `${about.host} on a connection opened for ${other.host}: ${NOW[how]}, what ${about.host} answers itself once it is mended.`,
    },
    own,
    {
      command: probeCommand(about, other, address, path),
      expect: how === 'misrouted' ? READING_THE_PROBE : 'Both, compared, with who answers.',
    },
  ];
}

const READING_THE_PROBE =
  'The verdict says "gets the same response as" the other host, or "answers differently": the request is misrouted. "Fails" or 421: it is refused. "Answers the same": sharing is not the reason.';

/** So many are asked for: each shows one host on the connection of another. */
const MOST_PROBES = 3;

/** What shows whether hosts that may share a connection are then served as they are alone. */
export function hazardChecks(origins: readonly PlainOrigin[], address: string | null): Check[] {
  const [first, ...others] = origins;
  if (first === undefined) return [];
  return others.slice(0, MOST_PROBES).map((other) => ({
    command: probeCommand(other, first, address, '/'),
    expect: `"Answers the same", or 421: nothing to fear. Anything else is what ${other.host} gets when a browser shares ${first.host}'s connection.`,
  }));
}

function probeCommand(about: PlainOrigin, other: PlainOrigin, address: string | null, path: string): string {
  return `coalescope probe "https://${about.authority}${path}" --sni ${other.host}${address === null ? '' : ` --ip ${address}`}`;
}
