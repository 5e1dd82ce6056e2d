import { type Origin, originOf } from '../../model/origin.ts';

/** What a socket pool's group says of the connections in it. */
export interface GroupId {
  readonly origin: Origin | null;
  readonly privacyMode: boolean;
  readonly partition: string | null;
}

/**
 * Reads `pm/https://www.example.test:8443 <https://example.test same_site>`: privacy mode, destination,
 * network anonymization key (net/socket/client_socket_pool.cc, GroupId::ToString). Null when it is none.
 */
export function parseGroupId(text: string): GroupId | null {
  const match = /^(?<prefix>(?:[\w-]+\/)*)(?<url>[a-z]+:\/\/[^\s<]+)(?:\s+<(?<partition>[^>]*)>)?/i.exec(
    text,
  );
  const { prefix, url, partition } = match?.groups ?? {};
  if (url === undefined) return null;
  return {
    origin: originOf(url),
    privacyMode: /(?:^|\/)pm\w*\//.test(prefix ?? ''),
    partition: partition ?? null,
  };
}
