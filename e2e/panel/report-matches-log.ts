import { expect } from 'playwright/test';
import type { Report, ReportRequest } from '../../src/report/json/report.ts';
import type { Lab } from '../lab/lab.ts';
import { requestsOf } from '../lab/page-requests.ts';
import { expectSameConnections } from './rows-match-log.ts';

/** The report must equal the lab's log: every attempt of every request, on the same connections, all observed. */
export function expectReportToMatchLog({ requests }: Report, lab: Lab): void {
  const ours = requests.filter(({ url }) => new URL(url).host.endsWith(`.${lab.site.domain}:${lab.port}`));
  const truth = requestsOf(lab.log).flatMap((attempts) =>
    attempts.map(({ method, host, path, status, coalesced, connection, stream }, index) => ({
      what: `${method} ${host}${path} #${index}: ${status}${coalesced ? ' coalesced' : ''}, observed, stream ${stream}`,
      connection: String(connection),
    })),
  );
  const reported = ours.filter(({ url }) => !url.endsWith('.devtools.json')).flatMap(attemptsOf);
  expect(reported.map(({ what }) => what).sort()).toEqual(truth.map(({ what }) => what).sort());
  expect(truth.some(({ what }) => what.includes('#1'))).toBe(true);
  expectSameConnections(byWhat(reported), byWhat(truth));
}

function attemptsOf({ url, method, attempts }: ReportRequest): { what: string; connection: string }[] {
  const { hostname, pathname, search } = new URL(url);
  return attempts.map(({ status, coalesced, certainty, connection, stream }, index) => ({
    what: `${method} ${hostname}${pathname}${search} #${index}: ${status}${coalesced ? ' coalesced' : ''}, ${certainty}, stream ${stream}`,
    connection: connection ?? '',
  }));
}

/** A stable sort: attempts with the same description stay in the order of the browser. */
function byWhat<T extends { what: string }>(described: readonly T[]): T[] {
  return [...described].sort((a, b) => (a.what < b.what ? -1 : a.what > b.what ? 1 : 0));
}
