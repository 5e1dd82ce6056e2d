import type { AnalysedRequest } from '../../src/analysis/analysis.ts';
import type { EpochMs, Millis } from '../../src/model/capture.ts';
import { type Sort, type SortValue, sortRows } from '../store/sort.ts';
import { hostAndPort } from '../text/host.ts';

export type RequestColumn =
  | 'status'
  | 'method'
  | 'host'
  | 'path'
  | 'connection'
  | 'attempts'
  | 'time'
  | 'start';

export interface RequestRow {
  readonly id: string;
  readonly request: AnalysedRequest;
  readonly host: string;
  readonly path: string;
  /** That of the attempt that the page saw. */
  readonly connection: string | null;
  readonly time: Millis | null;
  readonly start: EpochMs | null;
}

// A live capture needs its rows at every change, but an unchanged request stays the same object.
const ROWS = new WeakMap<AnalysedRequest, RequestRow>();

export function requestRow(request: AnalysedRequest): RequestRow {
  let row = ROWS.get(request);
  if (row === undefined) {
    row = makeRow(request);
    ROWS.set(request, row);
  }
  return row;
}

function makeRow(request: AnalysedRequest): RequestRow {
  const { record, attempts } = request;
  const start = startOf(request);
  return {
    id: record.id,
    request,
    host: hostAndPort(record.url),
    path: pathOf(record.url),
    connection: attempts.at(-1)?.connection ?? null,
    time: start === null || record.endedAt === null ? null : Math.max(0, record.endedAt - start),
    start,
  };
}

export function startOf({ record, attempts }: AnalysedRequest): EpochMs | null {
  return record.startedAt ?? attempts[0]?.startedAt ?? null;
}

export function sortRequestRows(rows: readonly RequestRow[], sort: Sort<RequestColumn>): RequestRow[] {
  return sortRows(rows, sort, valueIn);
}

function valueIn({ request, ...row }: RequestRow, key: RequestColumn): SortValue {
  switch (key) {
    case 'status':
      return request.record.status;
    case 'method':
      return request.record.method;
    case 'attempts':
      // In descending order, misdirected requests come first, then those with the most attempts.
      return (
        request.attempts.filter(({ misdirected }) => misdirected).length * 1_000 + request.attempts.length
      );
    default:
      return row[key];
  }
}

/** Path and query; the whole URL when it has no host. */
export function pathOf(url: string): string {
  const authority = url.indexOf('://');
  if (authority < 0) return url;
  const path = url.slice(authority + 3).search(/[/?#]/);
  return path < 0 ? '/' : url.slice(authority + 3 + path);
}
