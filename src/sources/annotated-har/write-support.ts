import type { Capture, ConnectionRecord, EarlierConnection, RequestRecord } from '../../model/capture.ts';
import type { ConnectionSupport, EntrySupport, LogSupport } from './support.ts';

/** Whether a HAR alone cannot restore the capture. It also has no field for a missing end. */
export function needsSupport({ sources, truncated, problems, earlierConnections }: Capture): boolean {
  return (
    truncated ||
    problems.length > 0 ||
    earlierConnections.length > 0 ||
    sources.some((source) => source !== 'har')
  );
}

export function logSupport(capture: Capture): LogSupport {
  const { sources, browser, truncated, problems, connections, resolutions, elsewhere, certificates } =
    capture;
  return {
    sources,
    browser,
    truncated,
    problems,
    connections: connections.map(connectionSupport),
    earlierConnections: possibleCarriers(capture).map(({ record, served }) => ({
      ...connectionSupport(record),
      servedBefore: served,
    })),
    resolutions: Array.from(resolutions, ([host, addresses]) => ({ host, addresses })),
    elsewhere: [...elsewhere.values()],
    certificates: Array.from(certificates, ([fingerprint, certificate]) => ({ fingerprint, certificate })),
  };
}

function connectionSupport({ id, sources, ...facts }: ConnectionRecord): ConnectionSupport {
  return { id, sources, facts: known(facts) };
}

/** Omits the others, because the user cleared the capture. Only a connection to the same address can be shared. */
function possibleCarriers({ connections, earlierConnections }: Capture): readonly EarlierConnection[] {
  const addresses = new Set(connections.map(({ remote }) => remote?.address));
  return earlierConnections.filter(({ record }) => addresses.has(record.remote?.address));
}

export function entrySupport(record: RequestRecord): EntrySupport {
  const { id: _id, origin: _fromUrl, har: _theEntry, url, method, sources, attempts, ...facts } = record;
  return { url, method, sources, facts: known(facts), attempts: attempts.map(known) };
}

/** Without nulls, which carry no information. */
function known<T extends object>(facts: T): Partial<T> {
  const entries = Object.entries(facts).filter(([, value]) => value !== null);
  return Object.fromEntries(entries) as Partial<T>;
}
