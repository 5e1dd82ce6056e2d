import type {
  AnalysedRequest,
  Analysis,
  AnswerDifference,
  FindingFacts,
  OwnService,
  RedundancyCause,
  Resemblance,
} from '../../analysis/analysis.ts';
import { type BrowserFamily, familyOf } from '../../analysis/browsers/browser-family.ts';
import { refusalOf } from '../../analysis/misrouting/host-refusal.ts';
import { type ConnectionEnd, connectionEnd } from '../../analysis/redundancy/connection-end.ts';
import type { RequestId } from '../../model/capture.ts';
import type { Origin } from '../../model/origin.ts';
import { variesOnConnection } from '../answers-on-connection.ts';
import { hostAndPort } from '../host-names.ts';

/**
 * What a finding's words need: the user's own names, as plain text (they come from untrusted servers), and numbers. It
 * may stand for several findings with the same words; what is not a name or a number is then the same for all of them.
 */
export interface Subject {
  /** The hosts that the finding is about, with their port if that is not the scheme's default; at least one. */
  readonly hosts: readonly string[];
  /** The hosts that the shared connections were opened for; empty when unknown. */
  readonly openers: readonly string[];
  /** Every 421 came on a connection that was opened for the host itself, as far as is known. */
  readonly ownConnections: boolean;
  /** One of the connections that carried a 421 also carried another response for the host. */
  readonly varies: boolean;
  readonly browser: BrowserFamily;
  readonly requests: number;
  /** How many of the requests were answered with an error. */
  readonly failed: number;
  readonly connections: number;
  /** Why its first connection was redundant; null when it was not, or when the cause is unknown. */
  readonly cause: RedundancyCause | null;
  /** How the connection ended that could have been shared; null when it is open, or there is none. */
  readonly end: ConnectionEnd | null;
  /** How many of the requests belong to it by inference only: the words must say so. */
  readonly inferred: number;
  /** How the responses differ; empty for findings that are not about that. */
  readonly differences: readonly AnswerDifference[];
  /** For each certificate, how each origin is served on its own connections; empty for findings that are not about that. */
  readonly services: readonly (readonly OwnService[])[];
  /** Why a response seems not to be the host's own; empty for findings that are not about that. */
  readonly resemblances: readonly Resemblance[];
  /** The status and the words with which its first request's host was refused; null when the page does not say so. */
  readonly refusal: string | null;
}

/** The names and numbers that a finding's words need. */
export function subjectOf(finding: FindingFacts, analysis: Analysis): Subject {
  const { origins, requests, connections, certainty, services } = finding;
  const [about] = origins;
  const opener = openerOf(finding, analysis);
  const attempts = requests.flatMap((id) => analysis.requests.get(id)?.attempts ?? []);
  const lost = attempts.filter(({ misdirected }) => misdirected);
  return {
    hosts: [about === undefined ? 'a host' : hostAndPort(about)],
    openers: opener === null ? [] : [hostAndPort(opener)],
    ownConnections: lost.length > 0 && lost.every(({ coalesced }) => coalesced === false),
    varies: variesOnConnection(finding, analysis),
    browser: familyOf(analysis.capture.browser),
    requests: requests.length,
    failed: failedOf(requests, analysis),
    connections: connections.length,
    cause: analysis.connections.get(connections[0] ?? '')?.redundant?.cause ?? null,
    end: endOf(finding, analysis),
    inferred: certainty === 'inferred' ? requests.length : 0,
    differences: finding.differences ?? [],
    services: services === undefined ? [] : [services],
    resemblances: finding.resemblances ?? [],
    refusal: refusalWords(analysis.requests.get(requests[0] ?? '')),
  };
}

/** How many of the requests were answered with an error. */
export function failedOf(requests: readonly RequestId[], analysis: Analysis): number {
  return requests.filter((id) => (analysis.requests.get(id)?.record.status ?? 0) >= 400).length;
}

/** What the first connection was opened for that was not opened for the host itself. */
function openerOf({ origins: [about], connections }: FindingFacts, analysis: Analysis): Origin | null {
  for (const id of connections) {
    const opened = analysis.connections.get(id)?.record.openedFor ?? null;
    if (opened !== null && opened !== about) return opened;
  }
  return null;
}

function refusalWords(request: AnalysedRequest | undefined): string | null {
  const words = request === undefined ? null : refusalOf(request.record);
  return words === null ? null : `${request?.record.status} "${words}"`;
}

function endOf(finding: FindingFacts, { connections }: Analysis): ConnectionEnd | null {
  const redundant = connections.get(finding.connections[0] ?? '')?.redundant;
  const other = redundant?.cause === 'CLOSED' ? connections.get(redundant.sharedWith) : undefined;
  return other === undefined ? null : connectionEnd(other.record);
}
