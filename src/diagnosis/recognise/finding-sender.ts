import type { AnalysedRequest, Analysis, FindingFacts } from '../../analysis/analysis.ts';
import type { Sender } from '../finding.ts';
import { KINDS } from '../kinds/catalogue.ts';
import { recognise, recogniseFromOther, UNKNOWN_SENDER } from './recognise.ts';

/** Only the first requests of a finding are inspected: the same server answered them all. */
const MOST_INSPECTED = 20;

/** Who wrote the response that a finding is about, as the clearest of its requests shows. Null when it is not about one. */
export function senderOf(finding: FindingFacts, analysis: Analysis): Sender | null {
  const { response } = KINDS[finding.kind];
  if (response === null) return null;
  let best = UNKNOWN_SENDER;
  for (const id of finding.requests.slice(0, MOST_INSPECTED)) {
    const request = analysis.requests.get(id);
    if (request === undefined) continue;
    const sender = response === 'last' ? writerOfLast(request) : writerOf421(request);
    if (sender.confidence > best.confidence || (best.product ?? best.behind) === null) best = sender;
  }
  return best;
}

function writerOfLast({ record: { status, responseHeaders: headers, responseBody: body } }: AnalysedRequest) {
  return recognise({ status, headers, body });
}

function writerOf421(request: AnalysedRequest): Sender {
  const { record, attempts } = request;
  if (record.status === 421) return writerOfLast(request);
  // Only a log of the browser has the headers of a hidden 421, and no source has its body.
  const hidden = record.attempts.find((attempt) => attempt.answerHeaders !== null);
  if (hidden !== undefined) return recognise({ status: 421, headers: hidden.answerHeaders, body: null });
  const wasMisdirected = attempts.some(({ misdirected }) => misdirected);
  return wasMisdirected ? recogniseFromOther(record.responseHeaders) : UNKNOWN_SENDER;
}
