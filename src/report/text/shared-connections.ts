import { hostAndPort } from '../../diagnosis/host-names.ts';
import type { ReportConnection } from '../json/report.ts';
import { paragraph } from './layout.ts';
import { count } from './marks.ts';
import type { Page } from './page.ts';

/** How many connections, and how many hosts on each, an overview names. */
const MOST = 8;
const MOST_HOSTS = 4;

/** One line for each connection that carried more than one host: which one it was opened for, and which others. */
export function sharedConnectionLines(
  connections: readonly ReportConnection[],
  { columns, safe }: Page,
): string[] {
  const shared = connections.filter(({ origins }) => origins.some(({ coalesced }) => coalesced));
  const rest = shared.length - MOST;
  return [
    ...shared
      .slice(0, MOST)
      .flatMap(({ id, ...one }) => paragraph(`  ${safe(id)}  `, safe(wordsOf(one)), columns)),
    ...(rest > 0 ? [`  and ${count(rest, 'more', 'more')}`] : []),
  ];
}

function wordsOf({ openedFor, origins }: Omit<ReportConnection, 'id'>): string {
  const hosts = origins.filter(({ coalesced }) => coalesced).map(({ origin }) => hostAndPort(origin));
  const rest = hosts.length - MOST_HOSTS;
  const named = hosts.slice(0, MOST_HOSTS).join(', ');
  const opener = openedFor === null ? 'opened for an unknown host' : `opened for ${hostAndPort(openedFor)}`;
  return `${opener}, also used for ${named}${rest > 0 ? ` and ${rest} more` : ''}`;
}
