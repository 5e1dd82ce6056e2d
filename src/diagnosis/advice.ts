import type { AnalysedRequest, Analysis, FindingFacts } from '../analysis/analysis.ts';
import type { ConnectionId, Protocol } from '../model/capture.ts';
import { MISDIRECTED } from '../model/misdirected.ts';
import { variesOnConnection } from './answers-on-connection.ts';
import { explain, NO_EXPLANATION } from './causes/explain.ts';
import { type FailedPair, failureNames } from './causes/failure-names.ts';
import { checksFor, firstVisitCheck, hazardChecks } from './check-commands.ts';
import type { Finding, Sender } from './finding.ts';
import { versionIn } from './guide/version.ts';
import { KINDS } from './kinds/catalogue.ts';
import {
  anyPlainPath,
  type PlainOrigin,
  plainAddress,
  plainHost,
  plainOrigin,
  plainPath,
} from './plain-names.ts';
import { knowledgeOf } from './products/catalogue.ts';

export type Advice = Pick<Finding, 'cause' | 'causes' | 'fixes' | 'log' | 'verify' | 'references'>;

const NONE: Advice = { ...NO_EXPLANATION, verify: [] };

/**
 * Why the server answered so, what ends it, and how to check that: as far as the sender is known. Of findings with one
 * cause and fix the first is checked; what is to be changed names the hosts of all.
 */
export function adviceFor(
  findings: readonly [FindingFacts, ...FindingFacts[]],
  sender: Sender | null,
  analysis: Analysis,
): Advice {
  return adviseOn(findings[0], sender, analysis, () => findings.map((finding) => pairOf(finding, analysis)));
}

/** The same without names and checks, as for two unnamed hosts: equal for findings with one cause and fix. */
export function namelessAdvice(finding: FindingFacts, sender: Sender | null, analysis: Analysis): Advice {
  const unnamed = () => {
    const { about, other } = pairOf(finding, analysis);
    return UNNAMED.map((name) => ({
      about: about && { ...about, host: name, authority: about.authority.replace(about.host, name) },
      other: other && `of ${name}`,
    }));
  };
  return { ...adviseOn(finding, sender, analysis, unnamed), verify: [] };
}

/** No host has such a name. */
const UNNAMED = ['?1', '?2'];

function pairOf(finding: FindingFacts, analysis: Analysis): FailedPair {
  return {
    about: plainHost(finding.origins[0]),
    other: placeOf(finding, analysis).other?.host ?? null,
  };
}

function adviseOn(
  finding: FindingFacts,
  sender: Sender | null,
  analysis: Analysis,
  pairs: () => readonly FailedPair[],
): Advice {
  const { failure, always: onOwnConnection } = KINDS[finding.kind];
  if (failure === null) return NONE;
  if (failure === 'possible') return { ...NONE, verify: hazardVerification(finding, analysis) };
  const place = placeOf(finding, analysis);
  if (failure === 'unverified') return { ...NONE, verify: firstVisitChecks(place) };
  const { about, other, address } = place;
  const kind = failure === 'refused' ? 'misdirected' : failure;
  const attempts = place.request?.attempts ?? [];
  const refused = failure === 'refused' ? attempts.at(-1) : attempts.find(({ misdirected }) => misdirected);
  const always = onOwnConnection || (kind === 'misdirected' && refused?.coalesced === false);
  // A server answers 421 for every path; another wrong response may be that of one path.
  const path = failure === 'misrouted' ? plainPath(place.request?.record.url) : '/';
  const status = (failure === 'refused' ? refused?.status : null) ?? MISDIRECTED;
  const verify = about === null ? [] : checksFor({ about, other, address, always, path, kind, status });
  const explanation = explain(sender, {
    kind,
    ...failureNames(pairs()),
    secure: place.request?.record.url.startsWith('https:') ?? true,
    withoutSni: false,
    always,
    protocol: protocolOf(refused?.connection ?? null, place, analysis),
    succeededOver: succeededOver(place.request, analysis),
    requiresHttp1: requiresHttp1(place.request, analysis),
    variesOnConnection: variesOnConnection(finding, analysis),
    path: place.request === undefined ? null : anyPlainPath(place.request.record.url),
    version: versionOf(sender, place.request),
  });
  return { ...explanation, verify };
}

function hazardVerification({ origins, connections }: FindingFacts, analysis: Analysis): Finding['verify'] {
  const [first] = connections;
  const address = analysis.connections.get(first ?? '')?.record.remote?.address;
  const plain = origins.flatMap((origin) => plainOrigin(origin) ?? []);
  return hazardChecks(plain, plainAddress(address));
}

function firstVisitChecks({ request, about, other, address }: FindingPlace): Finding['verify'] {
  const path = plainPath(request?.record.url);
  return about === null || other === null ? [] : [firstVisitCheck({ about, other, address, path })];
}

interface FindingPlace {
  readonly request: AnalysedRequest | undefined;
  readonly about: PlainOrigin | null;
  readonly other: PlainOrigin | null;
  readonly address: string | null;
}

function placeOf({ requests, origins, connections }: FindingFacts, analysis: Analysis): FindingPlace {
  const [origin] = origins;
  const known = connections.flatMap((id) => analysis.connections.get(id)?.record ?? []);
  const shared = known.find(({ openedFor }) => openedFor !== null && openedFor !== origin);
  return {
    request: analysis.requests.get(requests[0] ?? ''),
    about: plainOrigin(origin),
    other: plainOrigin(shared?.openedFor),
    address: plainAddress((shared ?? known[0])?.remote?.address),
  };
}

/** The protocol of the failed attempt, if its connection is known: after a 421 over HTTP/3, browsers re-send over HTTP/2. */
function protocolOf(id: ConnectionId | null, { request }: FindingPlace, { connections }: Analysis) {
  return connections.get(id ?? '')?.record.protocol ?? request?.record.protocol ?? null;
}

/**
 * A stream on the host's own connection failed without a response, and the browser then sent the request over HTTP/1.1.
 * A 421 alone followed by HTTP/1.1 does not show it: the host may offer only HTTP/1.1.
 */
function requiresHttp1(request: AnalysedRequest | undefined, { connections }: Analysis): boolean {
  const attempts = request?.attempts ?? [];
  const protocols = attempts.map(({ connection }) => connections.get(connection ?? '')?.record.protocol);
  return attempts.some(
    ({ status, coalesced }, i) =>
      status === null && coalesced === false && protocols[i] === 'h2' && protocols[i + 1] === 'http/1.1',
  );
}

/** The protocol of the last attempt, if it got another response than 421 after one that did. */
function succeededOver(request: AnalysedRequest | undefined, { connections }: Analysis): Protocol | null {
  const last = request?.attempts.at(-1);
  if (request === undefined || request.attempts.length < 2 || last === undefined || last.misdirected)
    return null;
  return connections.get(last.connection ?? '')?.record.protocol ?? request.record.protocol;
}

/** The version that the misdirected response names; null when it names none. */
function versionOf(sender: Sender | null, request: AnalysedRequest | undefined): string | null {
  const { inServer: pattern = null, inPage } = knowledgeOf(sender?.product ?? null)?.guide?.version ?? {};
  if (pattern === null || request === undefined) return null;
  const { record, attempts } = request;
  const index = attempts.findIndex(({ misdirected }) => misdirected);
  const isLast = index === attempts.length - 1;
  const headers =
    record.attempts[index]?.answerHeaders ??
    (isLast || record.status === 421 ? record.responseHeaders : null);
  const page = record.status === MISDIRECTED ? record.responseBody : null;
  return versionIn(headers, pattern) ?? inPage?.exec(page ?? '')?.[1] ?? null;
}
