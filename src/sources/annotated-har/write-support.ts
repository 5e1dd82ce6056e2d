import type { Capture, RequestRecord } from '../../model/capture.ts';
import type { EntrySupport, LogSupport } from './support.ts';

/** Whether a HAR alone would not give the capture again: it has no word for an end that is missing either. */
export function needsSupport({ sources, truncated, problems }: Capture): boolean {
  return truncated || problems.length > 0 || sources.some((source) => source !== 'har');
}

export function logSupport(capture: Capture): LogSupport {
  const { sources, browser, truncated, problems, connections, resolutions, elsewhere } = capture;
  return {
    sources,
    browser,
    truncated,
    problems,
    connections: connections.map(({ id, sources, ...facts }) => ({ id, sources, facts: known(facts) })),
    resolutions: Array.from(resolutions, ([host, addresses]) => ({ host, addresses })),
    elsewhere: [...elsewhere.values()],
  };
}

export function entrySupport(record: RequestRecord): EntrySupport {
  const { id: _id, origin: _fromUrl, har: _theEntry, url, method, sources, attempts, ...facts } = record;
  return { url, method, sources, facts: known(facts), attempts: attempts.map(known) };
}

/** Null says nothing, and `false` is what each flag is when nothing is said. */
function known<T extends object>(facts: T): Partial<T> {
  const told = Object.entries(facts).filter(([, value]) => value !== null);
  return Object.fromEntries(told) as Partial<T>;
}
