import { expect } from 'playwright/test';
import type { LabLog, LoggedAttempt } from '../lab/log.ts';
import { requestsOf } from '../lab/page-requests.ts';
import type { RequestRow } from './request-table.ts';

/** One request in a form that the panel and the lab share. */
interface DescribedRequest {
  what: string;
  /** The connection of the last attempt: the lab's number or the browser's id. */
  connection: string;
}

/** The request table must equal the lab's log: the same requests, attempts and sharing, on the same connections. */
export function expectRowsToMatchLog(rows: readonly RequestRow[], log: LabLog): void {
  const shown = rows.map(describeRow);
  const truth = requestsOf(log).map(describeLogged);
  expect(shown.map(({ what }) => what).sort()).toEqual(truth.map(({ what }) => what).sort());
  expectSameConnections(byWhat(shown), byWhat(truth));
}

function describeRow({
  method,
  host,
  path,
  status,
  attempts,
  coalesced,
  connection,
}: RequestRow): DescribedRequest {
  const name = host.replace(/:\d+$/, '');
  return {
    what: `${method} ${name} ${path}: ${status} after ${attempts.join(' ')}${coalesced ? ', coalesced' : ''}`,
    connection,
  };
}

function describeLogged(attempts: LoggedAttempt[]): DescribedRequest {
  const last = attempts.at(-1);
  if (last === undefined) throw new Error('a request without an attempt');
  const statuses = attempts.map(({ status }) => status).join(' ');
  const shared = last.coalesced ? ', coalesced' : '';
  return {
    what: `${last.method} ${last.host} ${last.path}: ${last.status} after ${statuses}${shared}`,
    connection: String(last.connection),
  };
}

/** A stable sort: requests with the same description stay in their order. */
function byWhat(requests: readonly DescribedRequest[]): DescribedRequest[] {
  return [...requests].sort((a, b) => (a.what < b.what ? -1 : a.what > b.what ? 1 : 0));
}

/** Both sides must group the same things by connection: each of our connections matches exactly one of the lab's. */
export function expectSameConnections(
  ours: readonly { what: string; connection: string }[],
  theirs: readonly { what: string; connection: string }[],
): void {
  const pairs = ours.map(({ connection }, index) => `${connection} is ${theirs[index]?.connection}`);
  const distinct = new Set(pairs).size;
  expect(new Set(ours.map(({ connection }) => connection)).size, pairs.join(', ')).toBe(distinct);
  expect(new Set(theirs.map(({ connection }) => connection)).size, pairs.join(', ')).toBe(distinct);
}
