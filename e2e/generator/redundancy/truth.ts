import type { RedundancyCause } from '../../../src/analysis/analysis.ts';
import type { LabLog, LoggedConnection } from '../../lab/log.ts';
import { CAUSES, type RedundancyPlan, type RedundancyRun } from './plan.ts';
import { facts, type Side, sidesOf } from './sides.ts';

/** One connection in the servers' log, and the causes for which it is redundant. */
export interface TrueConnection {
  readonly row: LoggedConnection;
  /** Whether a request was sent on it. */
  readonly used: boolean;
  /** Null if it was needed. Several causes where the times in the log are too close to decide. */
  readonly causes: ReadonlySet<RedundancyCause | null>;
  /** A rule that this file assumes did not hold: nothing prevented an open connection from carrying the request. */
  readonly unexplained: boolean;
}

/**
 * Which connections of a run's page were redundant, and why. Computed only from the plan (certificates, addresses,
 * protocols, pools, the proxy) and the servers' log (times, 421s, client certificates), without data from the browser.
 */
export function trueConnections(recording: RedundancyRun): TrueConnection[] {
  const { plan, truth: log } = recording;
  const sides = sidesOf(recording);
  const ofPage = sides.filter(({ byDevTools }) => !byDevTools);
  return ofPage.map((side) => {
    const { row, used } = side;
    if (isResend(side, log)) return { row, used, causes: new Set(['AFTER-421']), unexplained: false };
    const options = sides.filter((other) => other !== side).map((other) => between(other, side, plan));
    const unexplained = options.some((each) => each.size === 1 && each.has('unexplained'));
    return { row, used, causes: nearest(options), unexplained };
  });
}

/** Whether the request it was opened for had received a 421 on another connection. */
function isResend({ attempts }: Side, log: LabLog): boolean {
  const [first] = attempts;
  if (first === undefined) return false;
  return log.attempts.some(
    ({ host, path, method, status, connection, at }) =>
      status === 421 &&
      connection !== first.connection &&
      at <= first.at &&
      `${method} ${host}${path}` === `${first.method} ${first.host}${first.path}`,
  );
}

type Option = RedundancyCause | null | 'unexplained';

/** Why `open` could not carry the request that `other` was opened for; several causes where it is uncertain. */
function between(open: Side, other: Side, plan: RedundancyPlan): Set<Option> {
  const options = new Set<Option>();
  if (!open.used || open.row.protocol === 'http/1.1') return options.add(null);
  for (const time of timesOf(open, other, plan.roundTrip)) {
    for (const pool of other.pools)
      for (const theirs of open.pools) add(time, facts(open, theirs, other, pool));
  }
  // Where the times are too close, the fact that it was opened decides.
  if (options.size > 1) options.delete('unexplained');
  return options;

  function add(time: Time, obstacles: readonly RedundancyCause[]): void {
    const [one] = obstacles;
    if (time === 'later' || obstacles.length > 1) options.add(null);
    else if (time === 'over') options.add(one === undefined ? 'CLOSED' : null);
    else if (one !== undefined) options.add(one);
    else {
      // A preconnect searches only for a session of its own host, but a request still uses the open one.
      options.add(time === 'setup' || !other.used ? 'RACE' : 'unexplained');
    }
  }
}

/** When a connection was opened, relative to the lifetime of another one. */
type Time = 'later' | 'setup' | 'open' | 'over';

/** What busy threads add to the half round trip between the times of server and browser, ms. */
const SLACK = 15;
/** Connections to one address are accepted in order, even if the log has the same millisecond for both. */
const TICK = 2;

function timesOf(open: Side, other: Side, roundTrip: number): Time[] {
  const at = other.startedAt;
  const near = roundTrip / 2 + SLACK;
  const end = Math.min(open.row.retiredAt ?? Infinity, open.row.closedAt ?? Infinity);
  // Of two connections that were opened together, an unused one is the redundant one.
  if (open.startedAt > at)
    return !other.used && open.startedAt < other.row.openedAt - near ? ['setup'] : ['later'];
  const atOnce = at - open.startedAt < (open.address === other.address ? TICK : SLACK);
  const times: Time[] = other.used && atOnce ? ['later'] : [];
  if (at < open.row.openedAt + SLACK) times.push('setup');
  if (at > open.row.openedAt - near && at < end + near) times.push('open');
  if (at > end - near) times.push('over');
  return times;
}

/** The causes that may be the nearest, of those from all other connections. */
function nearest(options: readonly Set<Option>[]): Set<RedundancyCause | null> {
  const order: readonly Option[] = CAUSES;
  const rank = (option: Option): number => {
    const at = order.indexOf(option);
    return at < 0 ? order.length : at;
  };
  const atMost = Math.min(CAUSES.length, ...options.map((each) => Math.max(...[...each].map(rank))));
  const possible = [...CAUSES.slice(0, atMost), CAUSES[atMost] ?? null].filter(
    (cause, i) => i === atMost || options.some((each) => each.has(cause)),
  );
  return new Set(possible);
}
