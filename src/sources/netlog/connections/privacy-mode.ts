import type { CredentialsPool } from '../../../model/capture.ts';
import { asString } from '../../json.ts';

export interface PrivacyFacts {
  readonly privacyMode: boolean | null;
  readonly credentials: CredentialsPool | null;
}

/** As events tell it (net/base/privacy_mode.cc, PrivacyModeToDebugString). */
const MODES: ReadonlyMap<string, CredentialsPool> = new Map([
  ['disabled', 'all'],
  ['enabled', 'none'],
  ['enabled without client certs', 'no-client-certificates'],
  ['enabled partitioned state allowed', 'partitioned'],
]);

/** As the name of a socket pool's group begins (net/socket/client_socket_pool.cc, GroupId::ToString). */
const PREFIXES: readonly (readonly [prefix: string, pool: CredentialsPool])[] = [
  ['pm', 'none'],
  ['pmwocc', 'no-client-certificates'],
  ['pmpsa', 'partitioned'],
];

/** A mode of which nothing else is known is privacy mode all the same. */
export function poolOfMode(value: unknown): PrivacyFacts {
  const mode = asString(value);
  if (mode === null) return { privacyMode: null, credentials: null };
  return { privacyMode: mode !== 'disabled', credentials: MODES.get(mode) ?? null };
}

/** `pm/`, or several such parts before the destination; none is the pool of all credentials. */
export function poolOfGroup(prefix: string): PrivacyFacts {
  const parts = prefix.split('/');
  const known = PREFIXES.find(([name]) => parts.includes(name))?.[1] ?? null;
  const privacyMode = known !== null || parts.some((part) => part.startsWith('pm'));
  return { privacyMode, credentials: privacyMode ? known : 'all' };
}
