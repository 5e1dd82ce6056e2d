import { useComputed } from '@preact/signals';
import { HostName } from '../parts/host-name.tsx';
import { SharedMark } from '../parts/shared-mark.tsx';
import { requestOf } from '../selection.ts';
import { useStore } from '../store/context.ts';
import { formatMs, UNKNOWN } from '../text/format.ts';
import { visible } from '../text/visible.ts';
import { AttemptsCell } from './attempts-cell.tsx';
import { type Column, Grid } from './grid.tsx';
import { type RequestColumn, type RequestRow, requestRow, sortRequestRows } from './request-rows.ts';

/** The requests as a table: the same data as the timeline, to read, sort and use by keyboard. */
export function RequestTable() {
  const store = useStore();
  const rows = useComputed(() => {
    const matching = store.matching.value;
    const all = [...(store.analysis.value?.requests.values() ?? [])];
    const shown = matching === null ? all : all.filter(({ record }) => matching.has(record.id));
    return sortRequestRows(shown.map(requestRow), store.requestSort.value);
  });
  const columns = useColumns();
  return (
    <Grid
      name="requests"
      label="Requests"
      columns={columns}
      rows={rows.value}
      rowId={rowId}
      rowClass={rowClass}
      sort={store.requestSort}
      selected={requestOf(store.selection.value)}
      hovered={requestOf(store.hover.value)}
      onSelect={({ id }) => {
        store.selection.value = { kind: 'request', request: id };
      }}
      onActivate={({ id }) => store.activate({ kind: 'request', request: id })}
      onHover={(row) => {
        store.hover.value = row && { kind: 'request', request: row.id };
      }}
    />
  );
}

const rowId = ({ id }: RequestRow) => id;

function rowClass({ request: { record, attempts } }: RequestRow): string {
  if (attempts.at(-1)?.misdirected) return 'is-error';
  if (attempts.some(({ misdirected }) => misdirected)) return 'is-warning';
  return record.error !== null || (record.status ?? 0) >= 400 ? 'is-failed' : '';
}

function useColumns(): readonly Column<RequestRow, RequestColumn>[] {
  const startedAt = useStore().startedAt.value;
  return [
    { key: 'status', label: 'Status', title: 'Status the page received', cell: statusCell },
    { key: 'method', label: 'Method', title: 'Request method', cell: methodCell },
    { key: 'host', label: 'Host', title: 'Host the request is for', cell: hostCell },
    { key: 'path', label: 'Path', title: 'Path and query', cell: pathCell },
    {
      key: 'connection',
      label: 'Conn',
      title: 'Connection of the last attempt',
      numeric: true,
      cell: connectionCell,
    },
    {
      key: 'attempts',
      label: 'Attempts',
      title: 'Status of every attempt, including hidden ones',
      cell: attemptsCell,
    },
    {
      key: 'time',
      label: 'Time',
      title: 'From start to end',
      numeric: true,
      cell: ({ time }) => formatMs(time),
    },
    {
      key: 'start',
      label: 'Start',
      title: 'Time since the first request',
      numeric: true,
      cell: ({ start }) => formatMs(start === null || startedAt === null ? null : start - startedAt),
    },
  ];
}

function statusCell({ request: { record } }: RequestRow) {
  if (record.status !== null && record.status > 0) return record.status;
  if (record.error !== null) return <span title={visible(record.error, 200)}>failed</span>;
  return <span class="faint">{UNKNOWN}</span>;
}

function methodCell({ request: { record } }: RequestRow) {
  return visible(record.method, 40);
}

function hostCell({ request: { record } }: RequestRow) {
  return <HostName url={record.url} />;
}

function pathCell({ path }: RequestRow) {
  const shown = visible(path, 500);
  return (
    <bdi title={shown} class="mono">
      {shown}
    </bdi>
  );
}

function connectionCell({ request, connection }: RequestRow) {
  const last = request.attempts.at(-1);
  const shared = last?.coalesced === true;
  const id = connection === null ? UNKNOWN : visible(connection, 60);
  return (
    <span title={shared ? `${id}: shared, opened for another origin` : id}>
      {shared && <SharedMark />}
      {id}
    </span>
  );
}

function attemptsCell({ request }: RequestRow) {
  return <AttemptsCell attempts={request.attempts} />;
}
