import { hostList } from '../host-names.ts';
import type { Subject } from './subject.ts';

/** The hosts of a finding in its sentences: by name where there is one, else listed once, at the end of the title. */

type Hosts = Pick<Subject, 'hosts'>;
type Openers = Pick<Subject, 'hosts' | 'openers'>;

export function areMany({ hosts }: Hosts): boolean {
  return hosts.length > 1;
}

/** `a.test`, or `3 hosts`: what they are goes to the end of the sentence ({@link whichHosts}). */
export function hostsOf({ hosts }: Hosts): string {
  return hosts.length === 1 ? hostList(hosts) : `${hosts.length} hosts`;
}

/** `: a.test, b.test and c.test` after a sentence with {@link hostsOf}; nothing for one host. */
export function whichHosts({ hosts }: Hosts): string {
  return hosts.length === 1 ? '' : `: ${hostList(hosts)}`;
}

/** For what holds for each of them. */
export function eachHost({ hosts }: Hosts): string {
  return hosts.length === 1 ? hostList(hosts) : 'each of these hosts';
}

/** For all of them together. */
export function theseHosts({ hosts }: Hosts): string {
  return hosts.length === 1 ? hostList(hosts) : 'these hosts';
}

/** The other host of a shared connection, where there is one that is known. */
export function otherHost({ openers }: Pick<Subject, 'openers'>, unnamed = 'the other host'): string {
  return openers.length === 1 ? hostList(openers) : unnamed;
}

/** `the connection opened for b.test`; `unknown` is used where it is not known what it was opened for. */
export function sharedConnection({ hosts, openers }: Openers, unknown: string): string {
  if (openers.length === 0) return unknown;
  if (openers.length > 1) return 'connections opened for other hosts';
  return `${hosts.length === 1 ? 'the connection' : 'connections'} opened for ${hostList(openers)}`;
}

/** `3 requests`, `1 request`. */
export function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}

/** `was` for one, `were` for more. */
export function were(n: number): string {
  return n === 1 ? 'was' : 'were';
}
