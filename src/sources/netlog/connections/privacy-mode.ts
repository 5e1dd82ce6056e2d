import type { CredentialsPool } from '../../../model/capture.ts';
import { asString } from '../../json.ts';

export interface PrivacyFacts {
  readonly privacyMode: boolean | null;
  readonly credentials: CredentialsPool | null;
}

/** The names in events (net/base/privacy_mode.cc, PrivacyModeToDebugString). */
const MODES: ReadonlyMap<string, CredentialsPool> = new Map([
  ['disabled', 'all'],
  ['enabled', 'none'],
  ['enabled without client certs', 'no-client-certificates'],
  ['enabled partitioned state allowed', 'partitioned'],
]);

/** The prefixes of a group's name in the socket pool (net/socket/client_socket_pool.cc, GroupId::ToString). */
const PREFIXES: readonly (readonly [prefix: string, pool: CredentialsPool])[] = [
  ['pm', 'none'],
  ['pmwocc', 'no-client-certificates'],
  ['pmpsa', 'partitioned'],
];

/** An unknown mode counts as privacy mode, with unknown credentials. */
export function poolOfMode(value: unknown): PrivacyFacts {
  const mode = asString(value);
  if (mode === null) return { privacyMode: null, credentials: null };
  return { privacyMode: mode !== 'disabled', credentials: MODES.get(mode) ?? null };
}

/** Reads the prefix before the destination: `pm/`, or several such parts. No prefix is the pool of all credentials. */
export function poolOfGroup(prefix: string): PrivacyFacts {
  const parts = prefix.split('/');
  const known = PREFIXES.find(([name]) => parts.includes(name))?.[1] ?? null;
  const privacyMode = known !== null || parts.some((part) => part.startsWith('pm'));
  return { privacyMode, credentials: privacyMode ? known : 'all' };
}
