import type { AnalysedRequest, Analysis, FindingFacts, FindingKind } from '../analysis/analysis.ts';
import type { Sender } from './finding.ts';
import { recognise, recogniseFromOther, UNKNOWN_SENDER } from './signatures/recognise.ts';

/** Findings about an answer: somebody wrote it. */
const ABOUT_AN_ANSWER: ReadonlySet<FindingKind> = new Set([
  'misdirected-recovered',
  'misdirected-persistent',
  'retry-on-same-connection',
  'misdirected-not-resent',
  'misdirected-seen',
  'misdirected-from-cache',
  'misdirected-cacheable',
  'misdirected-by-proxy',
  'alt-svc-on-421',
  'misdirected-by-alternative',
  'origin-frame-contradicted',
  'misrouted-suspected',
]);

/** So many of a finding's requests are looked at: they were answered by one and the same. */
const LOOK_AT = 20;

/** Who wrote the answer that a finding is about: what its clearest case shows. Null when it is about none. */
export function senderOf(finding: FindingFacts, analysis: Analysis): Sender | null {
  if (!ABOUT_AN_ANSWER.has(finding.kind)) return null;
  let best = UNKNOWN_SENDER;
  for (const id of finding.requests.slice(0, LOOK_AT)) {
    const request = analysis.requests.get(id);
    if (request === undefined) continue;
    const sender = writerOf(request, finding.kind);
    if (sender.confidence > best.confidence || (best.product ?? best.behind) === null) best = sender;
  }
  return best;
}

function writerOf({ record, attempts }: AnalysedRequest, kind: FindingKind): Sender {
  const { status, responseHeaders: headers, responseBody: body } = record;
  const seen = recognise({ status, headers, body });
  if (kind === 'misrouted-suspected' || status === 421) return seen;
  // Nobody but a log of the browser saw the 421 itself, and no source sees its body.
  const hidden = record.attempts.find((attempt) => attempt.answerHeaders !== null);
  if (hidden !== undefined) return recognise({ status: 421, headers: hidden.answerHeaders, body: null });
  return attempts.some(({ misdirected }) => misdirected) ? recogniseFromOther(headers) : UNKNOWN_SENDER;
}
