import type { Capture, RequestId, RequestRecord } from '../../model/capture.ts';
import type { Steps } from '../../model/steps.ts';
import type { AnalysedRequest, Summary } from '../analysis.ts';
import type { BrowserRules } from '../browsers/browser-rules.ts';
import type { ConnectionIndex } from '../connections/connection-index.ts';
import type { Gap } from './gap.ts';

interface Look {
  readonly capture: Capture;
  readonly rules: BrowserRules;
  readonly index: ConnectionIndex;
  readonly requests: ReadonlyMap<RequestId, AnalysedRequest>;
  readonly summary: Summary;
  /** The requests that were answered over the network. */
  readonly answered: readonly RequestRecord[];
}

const CHECKS: readonly ((look: Look) => Gap | null)[] = [
  noConnectionIds,
  hiddenAttemptsInferred,
  noControl,
  startedLate,
  noOpening,
  noCertificates,
  noStreams,
  redundancyUndecided,
  lowLogLevel,
  redacted,
];

/** What the sources of this capture cannot show. */
export function* gapsOf({ capture, ...facts }: Omit<Look, 'answered'>): Steps<Gap[]> {
  const answered = capture.requests.filter(overNetwork);
  const look: Look = { capture, ...facts, answered };
  const gaps: Gap[] = [];
  for (const check of CHECKS) {
    yield;
    const gap = check(look);
    if (gap !== null) gaps.push(gap);
  }
  return gaps;
}

function overNetwork({ status, origin, fromCache, fromServiceWorker }: RequestRecord): boolean {
  return status !== null && status > 0 && origin !== null && !fromCache && !fromServiceWorker;
}

function noConnectionIds({ answered, rules: { family }, index }: Look): Gap | null {
  const without = answered.filter(({ attempts }) => (attempts.at(-1)?.connection ?? null) === null).length;
  if (without === 0) return null;
  const reconstructed = [...index.byId.values()].some(({ record }) => record.reconstructed);
  return { code: 'no-connection-ids', family, without, answered: answered.length, reconstructed };
}

function hiddenAttemptsInferred({ capture, answered, rules }: Look): Gap | null {
  if (answered.every(({ attemptsComplete }) => attemptsComplete)) return null;
  const evidence = rules.hiddenAttemptEvidence(capture);
  return { code: 'hidden-attempts-inferred', family: rules.family, evidence };
}

function noControl({ requests, rules: { family } }: Look): Gap | null {
  let attempts = 0;
  for (const request of requests.values()) {
    if (request.attempts.some(({ basis }) => basis.code === 'stalled-opener' && basis.control === null))
      attempts += 1;
  }
  return attempts === 0 ? null : { code: 'no-control', family, attempts };
}

function startedLate({ capture, answered }: Look): Gap | null {
  if (answered.length === 0) return null;
  const pages = capture.requests.some(({ resourceType }) => resourceType === 'document');
  // A source that reports no resource types says nothing about pages.
  const typed = capture.requests.some(({ resourceType }) => resourceType !== null);
  return pages || !typed ? null : { code: 'started-late' };
}

function noOpening({ index, rules: { family } }: Look): Gap | null {
  const unopened = [...index.byId.values()].filter(
    ({ record, origins }) => record.openedFor === null && record.protocol !== 'http/1.1' && origins.size > 0,
  );
  if (unopened.length === 0) return null;
  const shared = unopened.filter(({ origins }) => origins.size > 1).length;
  return { code: 'no-opening', family, connections: unopened.length, shared };
}

function noCertificates({ index, rules: { family } }: Look): Gap | null {
  // A connection to a proxy carries every host without a certificate that names it.
  if (family === 'proxy') return null;
  const shared = [...index.byId.values()].filter(({ origins }) => origins.size > 1);
  if (shared.length === 0 || shared.some(({ record }) => record.certificate !== null)) return null;
  return { code: 'no-certificates', family };
}

function noStreams({ answered, rules: { family } }: Look): Gap | null {
  const multiplexed = answered.filter(({ protocol }) => protocol === 'h2' || protocol === 'h3');
  if (multiplexed.length === 0) return null;
  if (multiplexed.some(({ attempts }) => (attempts.at(-1)?.stream ?? null) !== null)) return null;
  return { code: 'no-streams', family };
}

function redundancyUndecided({ summary, rules: { family } }: Look): Gap | null {
  const { possiblyRedundant: connections } = summary;
  return connections === 0 ? null : { code: 'redundancy-undecided', family, connections };
}

/** At nsHttp:5 the log has the addresses of every host that Firefox connected to. */
function lowLogLevel({ capture }: Look): Gap | null {
  if (!capture.sources.includes('moz-log') || capture.resolutions.size > 0) return null;
  return capture.connections.length === 0 ? null : { code: 'low-log-level' };
}

function redacted({ capture }: Look): Gap | null {
  const sent = capture.requests.filter(({ attempts }) => attempts.length > 0);
  const requests = sent.filter(({ origin }) => origin === null).length;
  return requests === 0 ? null : { code: 'redacted', requests };
}
