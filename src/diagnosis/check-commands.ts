import type { FailureKind } from './causes/cause.ts';
import type { Check } from './finding.ts';
import type { PlainOrigin } from './plain-names.ts';

interface Place {
  readonly about: PlainOrigin;
  /** The host that the connection was opened for; null if unknown. */
  readonly other: PlainOrigin | null;
  /** Of the shared connection, as `--resolve` takes it; null to use what the name resolves to. */
  readonly address: string | null;
  readonly always: boolean;
  readonly path: string;
  readonly kind: FailureKind;
  /** With which the server refuses the host. */
  readonly status: number;
}

const CURL = 'curl -sS --http2 -o /dev/null -D -';

type Words = Readonly<Record<FailureKind, (status: number) => string>>;

/** The response of the shared connection while the fault exists. */
const BEFORE_FIX: Words = {
  misdirected: String,
  misrouted: () => 'the wrong response',
  reset: () => 'no response (curl: the stream was not closed cleanly)',
};
const ON_OWN_CONNECTION: Words = {
  misdirected: (status) => `no ${status}`,
  misrouted: () => 'the right response',
  reset: () => 'a response',
};

/**
 * Commands that send the request as the browser did, and on the host's own connection. curl takes the name for the TLS
 * handshake (SNI) from the URL and the host of the request from the Host header.
 */
export function checksFor({ about, other, address, always, path, kind, status }: Place): Check[] {
  const at = ({ host, port }: PlainOrigin) =>
    address === null ? '' : ` --resolve "${host}:${port}:${address}"`;
  const own: Check = {
    command: `${CURL}${at(about)} "https://${about.authority}${path}"`,
    expect: always
      ? `${about.host} on its own connection: ${afterFix(BEFORE_FIX[kind](status), about)}`
      : `For comparison, ${about.host} on its own connection: ${ON_OWN_CONNECTION[kind](status)}.`,
  };
  if (other === null || other.port !== about.port || always) return [own];
  return [
    {
      command: `${CURL}${at(other)} "https://${other.authority}${path}" -H "Host: ${about.authority}"`,
      expect: `${about.host} on a connection opened for ${other.host}: ${afterFix(BEFORE_FIX[kind](status), about)}`,
    },
    own,
    {
      command: probeCommand(about, other, address, path),
      expect: kind === 'misrouted' ? READING_THE_PROBE : 'Compares both, and names the server that answered.',
    },
  ];
}

function afterFix(before: string, { host }: PlainOrigin): string {
  return `${before} now, ${host}'s own response once it is fixed.`;
}

/** In quotes: words of the verdict in src/node/probe/verdict.ts. */
const READING_THE_PROBE =
  'If the verdict says "gets the same response as" the other host or "answers differently", the request is misrouted. If it says "fails" or 421, the server refuses it. If it says "answers the same", sharing is not the reason.';

/** The command that decides whether the response on the other host's connection is the host's own. */
export function firstVisitCheck({
  about,
  other,
  address,
  path,
}: Pick<Place, 'about' | 'address' | 'path'> & { readonly other: PlainOrigin }): Check {
  return { command: probeCommand(about, other, address, path), expect: READING_THE_PROBE };
}

/** At most this many probes: each shows one host on the connection of another. */
const MOST_PROBES = 3;

/** Commands that show whether hosts that may share a connection get the same responses on it as on their own. */
export function hazardChecks(origins: readonly PlainOrigin[], address: string | null): Check[] {
  const [first, ...others] = origins;
  if (first === undefined) return [];
  return others.slice(0, MOST_PROBES).map((other) => ({
    command: probeCommand(other, first, address, '/'),
    expect: `If the verdict says "answers the same" or 421, nothing goes wrong. Otherwise ${other.host} gets the wrong response when a browser shares ${first.host}'s connection.`,
  }));
}

function probeCommand(about: PlainOrigin, other: PlainOrigin, address: string | null, path: string): string {
  return `coalescope probe "https://${about.authority}${path}" --sni ${other.host}${address === null ? '' : ` --ip ${address}`}`;
}
