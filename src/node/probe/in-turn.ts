import type { TimeLeft } from '../time-left.ts';
import type { Asker } from './asker.ts';
import type { Asked } from './probe-response.ts';

/** One of several requests in a row. */
export interface Turn {
  readonly asked: Asked;
  /** The host that was requested before it on the same connection; null for the first. */
  readonly previous: string | null;
  /** Counted from 1. A new one is opened when the server has closed the one before. */
  readonly connection: number;
}

/**
 * Requests the hosts in a row on one connection: in this order, in the other, and in this one again. A proxy that uses
 * its connection to the server behind it for several hosts answers differently by the order.
 */
export async function askInTurn(
  hosts: readonly string[],
  open: () => Promise<Asker>,
  time: TimeLeft,
): Promise<Turn[]> {
  const order = [...hosts, ...hosts.toReversed(), ...hosts];
  const turns: Turn[] = [];
  let asker: Asker | null = null;
  let connection = 0;
  let previous: string | null = null;
  for (const [index, authority] of order.entries()) {
    if (asker === null) {
      asker = await open();
      connection += 1;
      previous = null;
    }
    const asked: Asked = await asker.ask(authority, time.share(order.length - index));
    turns.push({ asked, previous, connection });
    previous = authority;
    if (asked.answer.status !== null && asked.protocol === 'h2') continue;
    asker.close();
    asker = null;
  }
  asker?.close();
  return turns;
}

/** The host whose response depends on the order, and the outcomes by what was requested before it. */
export interface OrderDependence {
  readonly host: string;
  /** Statuses, null for no response, with the hosts that were requested before; null: none was. */
  readonly outcomes: readonly {
    readonly status: number | null;
    readonly after: readonly (string | null)[];
  }[];
  /** Whether each previous host always led to the same status, and no status was seen only once. */
  readonly byPrevious: boolean;
}

/** The first of these hosts that got different statuses in its turns, or null. */
export function orderDependence(hosts: Iterable<string>, turns: readonly Turn[]): OrderDependence | null {
  for (const host of hosts) {
    const outcomes = outcomesOf(turns.filter(({ asked }) => asked.authority === host));
    if (outcomes.length < 2) continue;
    const previous = outcomes.flatMap(({ after }) => after);
    const isRule = new Set(previous).size === previous.length && outcomes.every(({ times }) => times > 1);
    return { host, outcomes, byPrevious: isRule };
  }
  return null;
}

function outcomesOf(turns: readonly Turn[]) {
  const statuses = new Set(turns.map(({ asked }) => asked.answer.status));
  return [...statuses].map((status) => {
    const those = turns.filter(({ asked }) => asked.answer.status === status);
    return { status, times: those.length, after: [...new Set(those.map(({ previous }) => previous))] };
  });
}
