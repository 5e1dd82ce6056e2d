import type { AnalysedRequest } from '../../src/analysis/analysis.ts';
import type { EpochMs, Millis, RequestRecord } from '../../src/model/capture.ts';
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
  /** Of the attempt that the page saw. */
  readonly connection: string | null;
  readonly time: Millis | null;
  readonly start: EpochMs | null;
}

export function requestRow(request: AnalysedRequest): RequestRow {
  const { record, attempts } = request;
  const start = startOf(request);
  return {
    id: record.id,
    request,
    ...addressOf(record),
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
      // Misdirected ones first when sorted downwards, then by their number.
      return (
        request.attempts.filter(({ misdirected }) => misdirected).length * 1_000 + request.attempts.length
      );
    default:
      return row[key];
  }
}

// Live, rows are made again for every change, but a record stays the same object while nothing changed.
const ADDRESSES = new WeakMap<RequestRecord, Pick<RequestRow, 'host' | 'path'>>();

function addressOf(record: RequestRecord): Pick<RequestRow, 'host' | 'path'> {
  let address = ADDRESSES.get(record);
  if (address === undefined) {
    address = { host: hostAndPort(record.url), path: pathOf(record.url) };
    ADDRESSES.set(record, address);
  }
  return address;
}

/** Path and query; a URL without a host as a whole. */
export function pathOf(url: string): string {
  const authority = url.indexOf('://');
  if (authority < 0) return url;
  const path = url.slice(authority + 3).search(/[/?#]/);
  return path < 0 ? '/' : url.slice(authority + 3 + path);
}
