import type {
  Analysis,
  AnswerDifference,
  FindingFacts,
  OwnService,
  RedundancyCause,
} from '../analysis/analysis.ts';
import { originParts } from '../model/origin.ts';

/** The user's own names in a finding, as plain text: they come from servers nobody vouches for. */
export interface Subject {
  /** The host (with a port that is not the scheme's own) that the finding is about. */
  readonly host: string;
  /** The host that the shared connection was opened for, or null when that is not known. */
  readonly openedFor: string | null;
  /** Every 421 came on a connection that is known to have been opened for the host itself. */
  readonly ownConnections: boolean;
  readonly requests: number;
  /** Those of the requests that were answered with an error. */
  readonly failed: number;
  readonly connections: number;
  /** Why its first connection could have been spared; null when that is not said of it. */
  readonly cause: RedundancyCause | null;
  /** Nobody saw it: the words must say so. */
  readonly inferred: boolean;
  /** How the answers differ; empty where it is not about that. */
  readonly differences: readonly AnswerDifference[];
  /** How each origin is served on its own; empty where it is not about that. */
  readonly services: readonly OwnService[];
}

export function subjectOf(finding: FindingFacts, analysis: Analysis): Subject {
  const [about] = finding.origins;
  let openedFor: string | null = null;
  for (const id of finding.connections) {
    const opened = analysis.connections.get(id)?.record.openedFor ?? null;
    if (opened !== null && opened !== about) {
      openedFor = hostAndPort(opened);
      break;
    }
  }
  const attempts = finding.requests.flatMap((id) => analysis.requests.get(id)?.attempts ?? []);
  const lost = attempts.filter(({ misdirected }) => misdirected);
  return {
    host: about === undefined ? 'a host' : hostAndPort(about),
    openedFor,
    ownConnections: lost.length > 0 && lost.every(({ coalesced }) => coalesced === false),
    requests: finding.requests.length,
    failed: finding.requests.filter((id) => (analysis.requests.get(id)?.record.status ?? 0) >= 400).length,
    connections: finding.connections.length,
    cause: analysis.connections.get(finding.connections[0] ?? '')?.redundant?.cause ?? null,
    inferred: finding.certainty === 'inferred',
    differences: finding.differences ?? [],
    services: finding.services ?? [],
  };
}

/** `3 requests`, `1 request`. */
export function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}

/** `was` for one, `were` for more. */
export function were(n: number): string {
  return n === 1 ? 'was' : 'were';
}

/** The origin's host, with a port that is not its scheme's own. */
export function hostAndPort(origin: string): string {
  const parts = originParts(origin);
  const after = origin.indexOf('://');
  return parts === null || after < 0 ? origin : origin.slice(after + 3);
}
