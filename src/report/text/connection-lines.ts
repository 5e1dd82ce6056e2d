import type { RedundancyCause } from '../../analysis/analysis.ts';
import { socketAddress } from '../../model/socket-address.ts';
import type { ReportConnection, ReportOrigin } from '../json/report.ts';
import { escapeText } from './escape.ts';
import { type Cell, table } from './layout.ts';
import { count, mark, UNKNOWN } from './marks.ts';
import type { Paint } from './style.ts';

const HEADING = ['id', 'protocol', 'address', 'origins'];

/** The empty cells below a connection's own. */
const UNDER: readonly Cell[] = ['', '', ''].map((text) => ({ text }));

/** One row per connection, and one per origin below it; the origin it was opened for comes first. */
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
  const [first, ...more] = [...opened(connection), ...originCells(connection), ...notes(connection)];
  return [[...about, first ?? { text: UNKNOWN }], ...more.map((cell) => [...UNDER, cell])];
}

/** Shown only where it carried no request for the origin it was opened for. */
function opened({ openedFor, openedForCertainty, origins }: ReportConnection): Cell[] {
  if (openedFor === null) return [{ text: `opened for an unknown host ${mark('unknown')}` }];
  if (origins.some(({ origin }) => origin === openedFor)) return [];
  return [{ text: `opened for ${escapeText(openedFor)} ${mark(openedForCertainty)}`, style: 'dim' }];
}

function originCells({ origins, openedFor, openedForCertainty }: ReportConnection): Cell[] {
  const ownFirst = [...origins].sort(
    (a, b) => Number(b.origin === openedFor) - Number(a.origin === openedFor),
  );
  return ownFirst.map((carried) => {
    const opener = carried.origin === openedFor ? ` opened it ${mark(openedForCertainty)}` : '';
    return originCell(carried, opener);
  });
}

function originCell({ origin, requests, coalesced, why, certainty }: ReportOrigin, opener: string): Cell {
  const name = `${escapeText(origin)} (${count(requests, 'request')})`;
  if (!coalesced) return { text: name + opener };
  const reasons = why.length === 0 ? '' : `: ${why.join(', ')}`;
  return { text: `+ ${name} coalesced${reasons} ${mark(certainty)}`, style: 'cyan' };
}

/** Why another connection, `id`, could not be used. */
const CAUSE: Readonly<Record<RedundancyCause, (id: string) => string>> = {
  CERT: (id) => `connection ${id} goes to the same address, but its certificate does not cover the host`,
  IP: (id) => `the certificate of connection ${id} covers the host, but its address is different`,
  CRED: (id) => `only one of this connection and connection ${id} carries credentials`,
  PARTITION: (id) => `connection ${id} belongs to another network partition`,
  PROXY: (id) => `connection ${id} takes another route through a proxy`,
  'CLIENT-CERT': (id) => `this connection or connection ${id} uses a client certificate`,
  PROTOCOL: (id) => `connection ${id} uses a protocol that cannot be shared`,
  CLOSED: (id) => `connection ${id} had been closed by then`,
  RACE: (id) => `connection ${id} was being set up at the same time`,
  'AFTER-421': (id) => `the browser opened it after a 421 on connection ${id}`,
};

function notes({ redundant, privacyMode, proxy, origins }: ReportConnection): Cell[] {
  const notes: Cell[] = [];
  if (origins.length === 0) notes.push({ text: 'no requests seen on it', style: 'dim' });
  if (redundant !== null) {
    const { cause, sharedWith, certainty } = redundant;
    const why = CAUSE[cause](escapeText(sharedWith));
    notes.push({ text: `redundant (${cause}): ${why} ${mark(certainty)}`, style: 'yellow' });
  }
  if (privacyMode === true) notes.push({ text: 'without credentials (privacy mode)', style: 'dim' });
  if (proxy !== null && proxy !== 'direct://') {
    notes.push({ text: `through proxy ${escapeText(proxy)}`, style: 'dim' });
  }
  return notes;
}
