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
import { originParts } from '../../model/origin.ts';
import { variesOnConnection } from '../answers-on-connection.ts';

/** The user's own names in a finding, as plain text: they come from untrusted servers. */
export interface Subject {
  /** The host that the finding is about, with its port if that is not the scheme's default. */
  readonly host: string;
  /** The host that the shared connection was opened for; null when unknown. */
  readonly openedFor: string | null;
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
  /** It is inferred: the words must say so. */
  readonly inferred: boolean;
  /** How the responses differ; empty for findings that are not about that. */
  readonly differences: readonly AnswerDifference[];
  /** How each origin is served on its own connections; empty for findings that are not about that. */
  readonly services: readonly OwnService[];
  /** Why a response seems not to be the host's own; empty for findings that are not about that. */
  readonly resemblances: readonly Resemblance[];
  /** The status and the words with which its first request's host was refused; null when the page does not say so. */
  readonly refusal: string | null;
}

/** Several findings that are reported as one. What is not about hosts is the same for all of them. */
export interface ManySubject
  extends Omit<Subject, 'host' | 'openedFor' | 'differences' | 'services' | 'resemblances'> {
  /** The hosts that they are about, each once; at least one. */
  readonly hosts: readonly string[];
}

/** The names and numbers that a finding's words need. */
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
    varies: variesOnConnection(finding, analysis),
    browser: familyOf(analysis.capture.browser),
    requests: finding.requests.length,
    failed: finding.requests.filter((id) => (analysis.requests.get(id)?.record.status ?? 0) >= 400).length,
    connections: finding.connections.length,
    cause: analysis.connections.get(finding.connections[0] ?? '')?.redundant?.cause ?? null,
    end: endOf(finding, analysis),
    inferred: finding.certainty === 'inferred',
    differences: finding.differences ?? [],
    services: finding.services ?? [],
    resemblances: finding.resemblances ?? [],
    refusal: refusalWords(analysis.requests.get(finding.requests[0] ?? '')),
  };
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

/** At most this many hosts are named in a sentence. */
const MOST_NAMED = 3;

/** `a.test, b.test and c.test`, or `a.test, b.test, c.test and 4 more`. */
export function hostList(hosts: readonly string[]): string {
  const named = hosts.slice(0, MOST_NAMED);
  const rest = hosts.length - named.length;
  if (rest > 0) return `${named.join(', ')} and ${rest} more`;
  return named.length < 2 ? named.join('') : `${named.slice(0, -1).join(', ')} and ${named.at(-1)}`;
}

/** `a.test`, or `3 hosts`: what the hosts are goes to the end of the sentence ({@link whichHosts}). */
export function hostsOf({ hosts }: ManySubject): string {
  return hosts.length === 1 ? hostList(hosts) : `${hosts.length} hosts`;
}

export function whichHosts({ hosts }: ManySubject): string {
  return hosts.length === 1 ? '' : `: ${hostList(hosts)}`;
}

/** `3 requests`, `1 request`. */
export function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}

/** `was` for one, `were` for more. */
export function were(n: number): string {
  return n === 1 ? 'was' : 'were';
}

/** The origin's host, with its port if that is not the scheme's default. */
export function hostAndPort(origin: string): string {
  const parts = originParts(origin);
  const after = origin.indexOf('://');
  return parts === null || after < 0 ? origin : origin.slice(after + 3);
}
