import type { AnalysedRequest, Analysis, FindingFacts, FindingKind } from '../analysis/analysis.ts';
import type { ConnectionId } from '../model/capture.ts';
import type { Finding, Sender } from './finding.ts';
import { explain, NO_EXPLANATION } from './remedies/explain.ts';
import { type PlainOrigin, plainAddress, plainOrigin, plainPath } from './remedies/names.ts';
import type { Failure } from './remedies/remedy.ts';
import { checksFor, hazardChecks } from './remedies/verify.ts';

export type Advice = Pick<Finding, 'cause' | 'fixes' | 'log' | 'verify' | 'references'>;

/** Findings that a change at the server ends. */
const HOW: Readonly<Partial<Record<FindingKind, Failure['how']>>> = {
  'misdirected-recovered': 'misdirected',
  'misdirected-persistent': 'misdirected',
  'retry-on-same-connection': 'misdirected',
  'misdirected-not-resent': 'misdirected',
  'misdirected-seen': 'misdirected',
  'misrouted-suspected': 'misrouted',
  'reset-on-coalesced': 'reset',
};

/** Findings about a 421, of which it is told who sent it and what ends it. */
export function isAboutA421(kind: FindingKind): boolean {
  return HOW[kind] === 'misdirected';
}

/** The host's own connection brought a 421, too. */
const ALWAYS: ReadonlySet<FindingKind> = new Set(['misdirected-persistent', 'retry-on-same-connection']);

const NONE: Advice = { ...NO_EXPLANATION, verify: [] };

/** Why the server answered so, what ends it, and how to see that it did: as far as the sender is known. */
export function adviceFor(finding: FindingFacts, sender: Sender | null, analysis: Analysis): Advice {
  const how = HOW[finding.kind];
  if (finding.kind === 'coalescing-hazard') return { ...NONE, verify: hazardVerification(finding, analysis) };
  if (how === undefined) return NONE;
  const place = placeOf(finding, analysis);
  const { about, other, address } = place;
  const refused = place.request?.attempts.find(({ misdirected }) => misdirected);
  const always = ALWAYS.has(finding.kind) || (how === 'misdirected' && refused?.coalesced === false);
  // A 421 is answered to every path; another wrong answer may be one path's.
  const path = how === 'misrouted' ? plainPath(place.request?.record.url) : '/';
  const verify = about === null ? [] : checksFor({ about, other, address, always, path, how });
  const explanation = explain(sender, {
    how,
    host: about?.host ?? 'b.example',
    other: other?.host ?? 'a.example',
    port: about?.port ?? 443,
    always,
    protocol: protocolOf(refused?.connection ?? null, place, analysis),
    fellBack: fellBack(place.request, analysis),
  });
  return { ...explanation, verify };
}

function hazardVerification({ origins, connections }: FindingFacts, analysis: Analysis): Finding['verify'] {
  const [first] = connections;
  const address = analysis.connections.get(first ?? '')?.record.remote?.address;
  const plain = origins.flatMap((origin) => plainOrigin(origin) ?? []);
  return hazardChecks(plain, plainAddress(address));
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

/** Of the attempt that went wrong, where its connection is known: after a 421 over HTTP/3 browsers re-send over HTTP/2. */
function protocolOf(id: ConnectionId | null, { request }: FindingPlace, { connections }: Analysis) {
  return connections.get(id ?? '')?.record.protocol ?? request?.record.protocol ?? null;
}

/** It was misdirected over HTTP/2 and answered over HTTP/1.1 in the end. */
function fellBack(request: AnalysedRequest | undefined, { connections }: Analysis): boolean {
  const protocols = request?.attempts.map(
    ({ connection }) => connections.get(connection ?? '')?.record.protocol,
  );
  return protocols !== undefined && protocols[0] === 'h2' && protocols.at(-1) === 'http/1.1';
}
