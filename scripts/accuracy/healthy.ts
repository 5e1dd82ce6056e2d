import type { LabLog } from '../../e2e/lab/log.ts';
import { hostName, type LabSite } from '../../e2e/lab/site.ts';

/** What counting needs from a run, in any browser. */
interface CountedRun {
  readonly plan: { readonly site: LabSite };
  readonly truth: LabLog;
}

/** Whether a server answered 421 anywhere in the run. */
export function hasMisdirected({ truth }: Pick<CountedRun, 'truth'>): boolean {
  return truth.attempts.some(({ status }) => status === 421);
}

/**
 * The requests of a run that went out on a connection of their own host although a connection of another host to the
 * same address was open. These are the requests for which a hidden 421 could be claimed.
 */
export function couldHaveShared({ plan, truth }: CountedRun): number {
  const addresses = new Map(
    plan.site.hosts.map((host) => [hostName(plan.site, host), host.address ?? '127.0.0.1']),
  );
  const shareable = truth.connections.filter(({ protocol }) => protocol !== 'http/1.1');
  return truth.attempts.filter(({ host, coalesced, at }) => {
    if (coalesced) return false;
    return shareable.some(
      ({ sni, openedAt, closedAt }) =>
        sni !== null &&
        sni !== host &&
        addresses.get(sni) === addresses.get(host) &&
        openedAt !== null &&
        openedAt <= at &&
        (closedAt === null || closedAt >= at),
    );
  }).length;
}
