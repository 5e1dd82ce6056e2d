import { type Origin, originOf } from '../../../model/origin.ts';
import { asObject, asString } from '../../json.ts';
import { type PrivacyFacts, poolOfGroup, poolOfMode } from './privacy-mode.ts';

/** What the name of a group in the socket pool says about its connections. */
export interface GroupId extends PrivacyFacts {
  readonly origin: Origin | null;
  readonly partition: string | null;
}

/**
 * Reads `pm/https://www.example.test:8443 <https://example.test same_site>`: privacy mode, destination,
 * network anonymization key (net/socket/client_socket_pool.cc, GroupId::ToString). Null for any other text.
 */
export function parseGroupId(text: string): GroupId | null {
  const match = /^(?<prefix>(?:[\w-]+\/)*)(?<url>[a-z]+:\/\/[^\s<]+)(?:\s+<(?<partition>[^>]*)>)?/i.exec(
    text,
  );
  const { prefix, url, partition } = match?.groups ?? {};
  if (url === undefined) return null;
  return {
    origin: originOf(url),
    ...poolOfGroup(prefix ?? ''),
    partition: partition ?? null,
  };
}

/**
 * Reads the form of the newer stream pool, `{"destination": "https://a.test", "network_anonymization_key": "https://a.test
 * same_site", "privacy_mode": "disabled"}` (net/http/http_stream_key.cc). Null for any other value.
 */
export function parseStreamKey(value: unknown): GroupId | null {
  const key = asObject(value);
  const destination = asString(key?.destination);
  if (key === null || destination === null) return null;
  return {
    origin: originOf(destination),
    ...poolOfMode(key.privacy_mode),
    partition: asString(key.network_anonymization_key),
  };
}
