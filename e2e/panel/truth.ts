import { expect } from 'playwright/test';
import type { LabLog, LoggedAttempt } from '../lab/log.ts';
import type { RequestRow } from './panel-page.ts';
import { requestsOf } from './settled.ts';

/** One request as both sides can tell it. */
interface Told {
  what: string;
  /** Of the attempt that the page saw: the lab's number or the browser's id. */
  connection: string;
}

/** The request table must be the lab's log: the same requests, attempts and sharing, on the same connections. */
export function expectRowsToBeTheTruth(rows: readonly RequestRow[], log: LabLog): void {
  const shown = rows.map(tellRow);
  const truth = requestsOf(log).map(tellTruth);
  expect(shown.map(({ what }) => what).sort()).toEqual(truth.map(({ what }) => what).sort());
  expectSamePartition(byWhat(shown), byWhat(truth));
}

function tellRow({ method, host, path, status, attempts, coalesced, connection }: RequestRow): Told {
  const name = host.replace(/:\d+$/, '');
  return {
    what: `${method} ${name} ${path}: ${status} after ${attempts.join(' ')}${coalesced ? ', coalesced' : ''}`,
    connection,
  };
}

function tellTruth(attempts: LoggedAttempt[]): Told {
  const last = attempts.at(-1);
  if (last === undefined) throw new Error('a request without an attempt');
  const statuses = attempts.map(({ status }) => status).join(' ');
  const shared = last.coalesced ? ', coalesced' : '';
  return {
    what: `${last.method} ${last.host} ${last.path}: ${last.status} after ${statuses}${shared}`,
    connection: String(last.connection),
  };
}

/** Requests that are told in the same words stay in their order. */
function byWhat(told: readonly Told[]): Told[] {
  return [...told].sort((a, b) => (a.what < b.what ? -1 : a.what > b.what ? 1 : 0));
}

/** Both sides put the same things on one connection: to each of ours belongs exactly one of the lab's. */
export function expectSamePartition(
  ours: readonly { what: string; connection: string }[],
  theirs: readonly { what: string; connection: string }[],
): void {
  const pairs = ours.map(({ connection }, index) => `${connection} is ${theirs[index]?.connection}`);
  const distinct = new Set(pairs).size;
  expect(new Set(ours.map(({ connection }) => connection)).size, pairs.join(', ')).toBe(distinct);
  expect(new Set(theirs.map(({ connection }) => connection)).size, pairs.join(', ')).toBe(distinct);
}
