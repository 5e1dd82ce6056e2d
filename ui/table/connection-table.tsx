import { useComputed } from '@preact/signals';
import type { Millis } from '../../src/model/capture.ts';
import { HostName } from '../parts/host-name.tsx';
import { useStore } from '../store/context.ts';
import { formatMs, UNKNOWN } from '../text/format.ts';
import { visible } from '../text/visible.ts';
import {
  type ConnectionColumn,
  type ConnectionRow,
  connectionRows,
  sortConnectionRows,
} from './connection-rows.ts';
import { type Column, Grid } from './grid.tsx';

/** The connections as a table. */
export function ConnectionTable() {
  const store = useStore();
  const rows = useComputed(() => {
    const analysis = store.analysis.value;
    return analysis === null
      ? []
      : sortConnectionRows(connectionRows(analysis, store.matching.value), store.connectionSort.value);
  });
  const columns = useColumns();
  const pointed = (to: typeof store.selection.value) => (to?.kind === 'connection' ? to.connection : null);
  return (
    <Grid
      name="connections"
      label="Connections"
      columns={columns}
      rows={rows.value}
      rowId={rowId}
      rowClass={({ misdirected }) => (misdirected > 0 ? 'is-warning' : '')}
      sort={store.connectionSort}
      selected={pointed(store.selection.value)}
      hovered={pointed(store.hover.value)}
      onSelect={({ id }) => {
        store.selection.value = { kind: 'connection', connection: id };
      }}
      onActivate={({ id }) => store.activate({ kind: 'connection', connection: id })}
      onHover={(row) => {
        store.hover.value = row && { kind: 'connection', connection: row.id };
      }}
    />
  );
}

const rowId = ({ id }: ConnectionRow) => id;

function useColumns(): readonly Column<ConnectionRow, ConnectionColumn>[] {
  const startedAt = useStore().startedAt.value;
  return [
    {
      key: 'id',
      label: 'Conn',
      title: 'The browser’s ID for the connection',
      numeric: true,
      cell: ({ id }) => visible(id, 60),
    },
    {
      key: 'protocol',
      label: 'Protocol',
      title: 'HTTP version',
      cell: ({ protocol }) => protocol ?? UNKNOWN,
    },
    { key: 'openedFor', label: 'Opened for', title: 'The origin it was opened for', cell: openedForCell },
    { key: 'remote', label: 'Address', title: 'Address and port of the server', cell: remoteCell },
    {
      key: 'origins',
      label: 'Origins',
      title: 'Origins it carried',
      numeric: true,
      cell: ({ origins }) => origins,
    },
    {
      key: 'requests',
      label: 'Requests',
      title: 'Attempts it carried',
      numeric: true,
      cell: ({ requests }) => requests,
    },
    {
      key: 'misdirected',
      label: '421',
      title: 'Attempts answered 421 Misdirected Request',
      numeric: true,
      cell: misdirectedCell,
    },
    {
      key: 'opened',
      label: 'Opened',
      title: 'Time from the first request until it was opened or, if that is unknown, first used',
      numeric: true,
      cell: ({ opened }) => openedCell(opened === null || startedAt === null ? null : opened - startedAt),
    },
    {
      key: 'redundant',
      label: 'Redundant',
      title: 'Why an open connection was not used instead; a question mark means that this is not certain',
      cell: ({ redundant }) => redundant ?? '',
    },
  ];
}

function openedForCell({ openedFor }: ConnectionRow) {
  return openedFor === null ? <span class="faint">unknown</span> : <HostName url={openedFor} />;
}

function remoteCell({ remote }: ConnectionRow) {
  return <bdi class="mono">{remote === null ? UNKNOWN : visible(remote, 100)}</bdi>;
}

/** A negative time would read like a mistake: a connection can be older than the first request (kept, preconnected). */
function openedCell(sinceFirstRequest: Millis | null) {
  if (sinceFirstRequest === null || sinceFirstRequest >= 0) return formatMs(sinceFirstRequest);
  return <span title={`Opened ${formatMs(-sinceFirstRequest)} before the first request`}>before</span>;
}

function misdirectedCell({ misdirected }: ConnectionRow) {
  return misdirected > 0 ? <span class="is-misdirected">{misdirected}</span> : '';
}
