import type { AnalysedRequest, Analysis, FindingFacts, FindingKind } from '../analysis/analysis.ts';
import type { Finding, Sender } from './finding.ts';
import { productName } from './products.ts';
import { remedyOf } from './remedies/catalogue.ts';
import { type PlainOrigin, plainAddress, plainOrigin } from './remedies/names.ts';
import type { Failure } from './remedies/remedy.ts';
import { checksFor } from './remedies/verify.ts';

export type Advice = Pick<Finding, 'cause' | 'fixes' | 'log' | 'verify' | 'references'>;

/** Findings that a change at the server ends. */
const HOW: Readonly<Partial<Record<FindingKind, Failure['how']>>> = {
  'misdirected-recovered': 'misdirected',
  'misdirected-persistent': 'misdirected',
  'retry-on-same-connection': 'misdirected',
  'misdirected-not-resent': 'misdirected',
  'misrouted-suspected': 'misrouted',
  'reset-on-coalesced': 'reset',
};

const NONE: Advice = { cause: null, fixes: [], log: null, verify: [], references: [] };
/** Below this the product's cause is told as one that holds if it was that product. */
const SURE = 0.8;

/** Why the server answered so, what ends it, and how to see that it did: as far as the sender is known. */
export function adviceFor(finding: FindingFacts, sender: Sender | null, analysis: Analysis): Advice {
  const how = HOW[finding.kind];
  if (how === undefined) return NONE;
  const place = placeOf(finding, analysis);
  const { about, other, address } = place;
  const always = finding.kind === 'misdirected-persistent' || finding.kind === 'retry-on-same-connection';
  const verify = about === null ? [] : checksFor({ about, other, address, always });
  if (sender === null || sender.product === null) return { ...NONE, verify };
  const failure: Failure = {
    how,
    host: about?.host ?? 'b.example',
    other: other?.host ?? 'a.example',
    port: about?.port ?? 443,
    always,
    protocol: place.request?.record.protocol ?? null,
    fellBack: fellBack(place.request, analysis),
    behind: sender.behind,
  };
  const remedy = remedyOf(sender.product, failure);
  if (remedy === null) return { ...NONE, verify };
  const cause = remedy.cause(failure);
  return {
    cause: sender.confidence >= SURE ? cause : `If ${productName(sender.product)} sent it: ${cause}`,
    fixes: remedy.fixes(failure),
    log: remedy.log,
    verify,
    references: [remedy.reference],
  };
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

/** It was misdirected over HTTP/2 and answered over HTTP/1.1 in the end. */
function fellBack(request: AnalysedRequest | undefined, { connections }: Analysis): boolean {
  const protocols = request?.attempts.map(
    ({ connection }) => connections.get(connection ?? '')?.record.protocol,
  );
  return protocols !== undefined && protocols[0] === 'h2' && protocols.at(-1) === 'http/1.1';
}
