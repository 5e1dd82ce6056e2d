import type { Remote } from '../../model/capture.ts';
import type { ReportConnection, ReportOrigin } from '../json/report.ts';
import { escapeText } from './escape.ts';
import { type Cell, table } from './layout.ts';
import type { Paint } from './style.ts';
import { count, mark, UNKNOWN } from './words.ts';

const HEADING = ['id', 'protocol', 'address', 'who rides on it'];

/** One row a connection and below it one a passenger, the origin it was opened for first. */
export function connectionLines(
  connections: readonly ReportConnection[],
  columns: number,
  paint: Paint,
): string[] {
  return table(HEADING, connections.flatMap(rowsOf), columns, paint);
}

function rowsOf(connection: ReportConnection): Cell[][] {
  const { id, protocol, remote } = connection;
  const about: Cell[] = [
    { text: escapeText(id), style: 'bold' },
    { text: protocol ?? UNKNOWN },
    { text: remote === null ? UNKNOWN : escapeText(socketAddress(remote)) },
  ];
  const [first, ...more] = [...opened(connection), ...riders(connection), ...notes(connection)];
  const empty: Cell[] = about.map(() => ({ text: '' }));
  return [[...about, first ?? { text: UNKNOWN }], ...more.map((cell) => [...empty, cell])];
}

function socketAddress({ address, port }: Remote): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

/** Told only where none of the riders is the one it was opened for. */
function opened({ openedFor, openedForCertainty, origins }: ReportConnection): Cell[] {
  if (openedFor === null) return [{ text: `opened for a host that is not known ${mark('unknown')}` }];
  if (origins.some(({ origin }) => origin === openedFor)) return [];
  return [{ text: `opened for ${escapeText(openedFor)} ${mark(openedForCertainty)}`, style: 'dim' }];
}

function riders({ origins, openedFor, openedForCertainty }: ReportConnection): Cell[] {
  const ownFirst = [...origins].sort(
    (a, b) => Number(b.origin === openedFor) - Number(a.origin === openedFor),
  );
  return ownFirst.map((rider) => {
    const opener = rider.origin === openedFor ? ` opened it ${mark(openedForCertainty)}` : '';
    return riderCell(rider, opener);
  });
}

function riderCell({ origin, requests, coalesced, why, certainty }: ReportOrigin, opener: string): Cell {
  const name = `${escapeText(origin)} (${count(requests, 'request')})`;
  if (!coalesced) return { text: name + opener };
  const reasons = why.length === 0 ? '' : `: ${why.join(', ')}`;
  return { text: `+ ${name} coalesced${reasons} ${mark(certainty)}`, style: 'cyan' };
}

function notes({ redundant, privacyMode, proxy, closeReason }: ReportConnection): Cell[] {
  const notes: Cell[] = [];
  if (redundant !== null) {
    const { cause, sharedWith, certainty } = redundant;
    const spared = `redundant (${cause}): connection ${escapeText(sharedWith)} could have carried it`;
    notes.push({ text: `${spared} ${mark(certainty)}`, style: 'yellow' });
  }
  if (privacyMode === true) notes.push({ text: 'without credentials (privacy mode)', style: 'dim' });
  if (proxy !== null && proxy !== 'direct://') {
    notes.push({ text: `through proxy ${escapeText(proxy)}`, style: 'dim' });
  }
  if (closeReason !== null) notes.push({ text: `closed: ${escapeText(closeReason)}`, style: 'dim' });
  return notes;
}
