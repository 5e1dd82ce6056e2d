import { matchRequests } from '../../e2e/generator/match.ts';
import type { Recording } from '../../e2e/generator/recording.ts';
import { hostName } from '../../e2e/lab/site.ts';
import type { Analysis } from '../../src/analysis/analysis.ts';

/** Requests that the server of a shared connection answered with 404, and what the analysis says about them. */
export interface MisroutedScore {
  /** Such requests, and those of them whose host answered well on a connection of its own in the same run. */
  real: number;
  knowable: number;
  /** Requests that are suspected, and those of them that are real. */
  said: number;
  right: number;
}

export const NOTHING_MISROUTED: Readonly<MisroutedScore> = { real: 0, knowable: 0, said: 0, right: 0 };

/** Compares what is suspected in a run with the servers' log. */
export function scoreMisrouted(analysis: Analysis, { plan, truth }: Recording): MisroutedScore {
  const faulty = plan.site.hosts.filter(({ fault }) => fault?.when === 'coalesced' && fault.status === 404);
  const hosts = new Set(faulty.map((host) => hostName(plan.site, host)));
  const own = truth.attempts.filter(({ coalesced, status }) => !coalesced && isWell(status));
  const answersAlone = new Set(own.map(({ host }) => host));
  const suspected = analysis.findings.filter(({ kind }) => kind === 'misrouted-suspected');
  const said = new Set(suspected.flatMap(({ requests }) => requests));
  const score = { ...NOTHING_MISROUTED };
  for (const { request, truth: rows } of matchRequests(analysis, truth).matches) {
    const last = rows.at(-1);
    const real = last?.coalesced === true && last.status === 404 && hosts.has(last.host);
    if (real) score.real += 1;
    if (real && answersAlone.has(last.host)) score.knowable += 1;
    if (!said.has(request.record.id)) continue;
    score.said += 1;
    if (real) score.right += 1;
  }
  return score;
}

export function addMisrouted(sum: MisroutedScore, { real, knowable, said, right }: MisroutedScore): void {
  sum.real += real;
  sum.knowable += knowable;
  sum.said += said;
  sum.right += right;
}

function isWell(status: number | null): boolean {
  return status !== null && status >= 200 && status < 400;
}
