import type { RedundancyCause } from '../../analysis/analysis.ts';
import { socketAddress } from '../../model/socket-address.ts';
import type { ReportConnection, ReportOrigin } from '../json/report.ts';
import type { Escape } from './escape.ts';
import { type Cell, table } from './layout.ts';
import { count, mark, UNKNOWN } from './marks.ts';
import type { Page } from './page.ts';

const HEADING = ['id', 'protocol', 'address', 'origins'];

/** The empty cells below a connection's own. */
const UNDER: readonly Cell[] = ['', '', ''].map((text) => ({ text }));

/** One row per connection, and one per origin below it; the origin it was opened for comes first. */
export function connectionLines(connections: readonly ReportConnection[], page: Page): string[] {
  const rows = connections.flatMap((connection) => rowsOf(connection, page.safe));
  return table(HEADING, rows, page);
}

function rowsOf(connection: ReportConnection, safe: Escape): Cell[][] {
  const { id, protocol, remote } = connection;
  const about: Cell[] = [
    { text: safe(id), style: 'bold' },
    { text: protocol ?? UNKNOWN },
    { text: remote === null ? UNKNOWN : safe(socketAddress(remote)) },
  ];
  const [first, ...more] = [
    ...opened(connection, safe),
    ...originCells(connection, safe),
    ...notes(connection, safe),
  ];
  return [[...about, first ?? { text: UNKNOWN }], ...more.map((cell) => [...UNDER, cell])];
}

/** Shown only where it carried no request for the origin it was opened for. */
function opened({ openedFor, openedForCertainty, origins }: ReportConnection, safe: Escape): Cell[] {
  if (openedFor === null) return [{ text: `opened for an unknown host ${mark('unknown')}` }];
  if (origins.some(({ origin }) => origin === openedFor)) return [];
  return [{ text: `opened for ${safe(openedFor)} ${mark(openedForCertainty)}`, style: 'dim' }];
}

function originCells({ origins, openedFor, openedForCertainty }: ReportConnection, safe: Escape): Cell[] {
  const ownFirst = [...origins].sort(
    (a, b) => Number(b.origin === openedFor) - Number(a.origin === openedFor),
  );
  return ownFirst.map((carried) => {
    const opener = carried.origin === openedFor ? ` opened it ${mark(openedForCertainty)}` : '';
    return originCell(carried, opener, safe);
  });
}

function originCell(
  { origin, requests, coalesced, why, certainty }: ReportOrigin,
  opener: string,
  safe: Escape,
): Cell {
  const name = `${safe(origin)} (${count(requests, 'request')})`;
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

function notes({ redundant, privacyMode, proxy, origins }: ReportConnection, safe: Escape): Cell[] {
  const notes: Cell[] = [];
  if (origins.length === 0) notes.push({ text: 'no requests seen on it', style: 'dim' });
  if (redundant !== null) {
    const { cause, sharedWith, certainty } = redundant;
    const why = CAUSE[cause](safe(sharedWith));
    notes.push({ text: `redundant (${cause}): ${why} ${mark(certainty)}`, style: 'yellow' });
  }
  if (privacyMode === true) notes.push({ text: 'without credentials (privacy mode)', style: 'dim' });
  if (proxy !== null && proxy !== 'direct://') {
    notes.push({ text: `through proxy ${safe(proxy)}`, style: 'dim' });
  }
  return notes;
}
