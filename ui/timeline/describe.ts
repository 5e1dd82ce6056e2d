import type { AnalysedAttempt, AnalysedConnection, Redundancy } from '../../src/analysis/analysis.ts';
import { basisWords } from '../../src/diagnosis/statements/basis.ts';
import { originParts } from '../../src/model/origin.ts';
import { socketAddress } from '../../src/model/socket-address.ts';
import { certaintyWords } from '../parts/certainty.tsx';
import { formatMs, plural, shortOrigin } from '../text/format.ts';
import { visible } from '../text/visible.ts';
import type { Bar } from './layout/bar.ts';
import type { Lane } from './layout/lane.ts';

/** The text of a tooltip; its title is emphasised. Plain text, since parts come from servers. */
export interface Description {
  readonly title: string;
  readonly lines: readonly string[];
  /** True when something went wrong. */
  readonly bad: boolean;
}

/** Every sentence about how an attempt is known is shorter than that. */
const LONGEST_BASIS = 400;

/** One sentence for a screen reader: "421, hidden, POST auth.shop /login on connection 87, …". */
export function announce(bar: Bar): string {
  const { record } = bar.request;
  const { host, path } = placeOf(record.url);
  const { attempt } = bar;
  const parts = [
    statusOf(bar),
    ...(attempt?.hidden === true ? ['hidden'] : []),
    `${visible(record.method, 20)} ${host} ${path} ${connectionOf(attempt)}`,
    ...(attempt === null ? [] : factsOf(attempt)),
    timeOf(bar),
  ];
  return parts.join(', ');
}

/** The same for the tooltip, line by line. */
export function describeBar(bar: Bar): Description {
  const { request, attempt } = bar;
  const { record } = request;
  const { host, path } = placeOf(record.url);
  const lines = [`${host}${path}`];
  if (attempt === null) {
    lines.push(`${connectionOf(null)}`, timeOf(bar));
  } else {
    const stream = attempt.stream === null ? '' : `, stream ${attempt.stream}`;
    lines.push(`${capital(connectionOf(attempt))}${stream}`);
    if (request.attempts.length > 1) lines.push(`Attempt ${bar.index + 1} of ${request.attempts.length}`);
    const facts = [...(attempt.hidden ? ['hidden from the page and DevTools'] : []), ...factsOf(attempt)];
    lines.push(capital(facts.join(', ')), timeOf(bar));
    if (attempt.error !== null) lines.push(`Error: ${visible(attempt.error, 120)}`);
    lines.push(visible(basisWords(attempt.basis), LONGEST_BASIS));
  }
  const bad = attempt?.misdirected === true || attempt?.error != null;
  return { title: `${statusOf(bar)}  ${visible(record.method, 20)}`, lines: lines.filter(Boolean), bad };
}

/** Describes a lane: for its tooltip, and joined for a screen reader. */
export function describeLane(lane: Lane): Description {
  const carried = plural(lane.bars.length, lane.kind === 'none' ? 'request' : 'attempt');
  if (lane.kind === 'unknown') {
    return {
      title: 'Connection unknown',
      lines: [carried, 'No source says which connection they were sent on'],
      bad: false,
    };
  }
  if (lane.kind === 'none') {
    return {
      title: 'No connection needed',
      lines: [carried, 'From cache, a service worker, or never sent'],
      bad: false,
    };
  }
  const { connection } = lane;
  const title = `Connection ${visible(lane.id ?? '', 60)}`;
  if (connection === null) return { title, lines: [carried], bad: false };
  const { record } = connection;
  const others = otherOrigins(connection);
  return {
    title,
    lines: [
      [record.protocol ?? 'protocol unknown', remoteOf(connection) ?? 'address unknown'].join(', '),
      openedForOf(connection),
      ...(record.reconstructed ? ['Reconstructed: the browser does not identify its connections'] : []),
      ...(others.length > 0
        ? [
            `Shared with ${others
              .map((each) => shortOrigin(each, 60))
              .slice(0, 6)
              .join(', ')}${others.length > 6 ? ` and ${others.length - 6} more` : ''}`,
          ]
        : []),
      carried,
      ...(connection.redundant === null ? [] : [redundantWords(connection.redundant)]),
    ],
    bad: false,
  };
}

function redundantWords({ cause, sharedWith, certainty }: Redundancy): string {
  const id = visible(sharedWith, 60);
  // In the upper bound only: no source shows whether anything kept the two apart.
  if (certainty === 'unknown') return `Possibly redundant (${cause}): connection ${id} might have carried it`;
  return `Redundant (${cause}): connection ${id} could have carried it`;
}

/** The origins that a connection carried besides the one it was opened for. */
export function otherOrigins({ origins, record }: AnalysedConnection): readonly string[] {
  return origins.filter(({ origin }) => origin !== record.openedFor).map(({ origin }) => origin);
}

export function remoteOf({ record }: AnalysedConnection): string | null {
  if (record.remote === null) return null;
  return socketAddress({ ...record.remote, address: visible(record.remote.address, 80) });
}

export function openedForOf({ record }: AnalysedConnection): string {
  if (record.openedFor === null) return 'Opened for: unknown';
  return `Opened for ${shortOrigin(record.openedFor, 80)} (${record.openedForCertainty})`;
}

function statusOf({ attempt, request }: Bar): string {
  const status = attempt === null ? request.record.status : attempt.status;
  if (status !== null) return String(status);
  if (attempt?.error != null) return 'failed';
  if (attempt !== null) return 'no response seen';
  return request.record.fromCache
    ? 'from cache'
    : request.record.fromServiceWorker
      ? 'service worker'
      : 'not sent';
}

function connectionOf(attempt: AnalysedAttempt | null): string {
  if (attempt === null) return 'without a connection';
  return attempt.connection === null
    ? 'on an unknown connection'
    : `on connection ${visible(attempt.connection, 60)}`;
}

function factsOf(attempt: AnalysedAttempt): string[] {
  return [
    ...(attempt.coalesced === true ? ['coalesced'] : []),
    ...(attempt.resent ? ['re-sent'] : []),
    certaintyWords(attempt.certainty, attempt.confidence),
  ];
}

function timeOf(bar: Bar): string {
  if (bar.timing === 'none') return 'time unknown';
  const length = bar.open ? 'still running' : formatMs(bar.end - bar.start);
  return `${length}, at ${formatMs(bar.start)}${bar.timing === 'assumed' ? ' (assumed)' : ''}`;
}

function placeOf(url: string): { host: string; path: string } {
  const parts = originParts(url);
  if (parts === null) return { host: visible(url, 60), path: '' };
  const path = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*([^?#]*)/i.exec(url)?.[1] ?? '';
  return { host: visible(parts.host, 80), path: visible(path || '/', 80) };
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
