import type { Header } from '../../model/capture.ts';
import type { AnalysedAttempt, AnalysedRequest } from '../analysis.ts';

/** A 421 whose headers are known. */
export interface Answer421 {
  readonly attempt: AnalysedAttempt;
  readonly headers: readonly Header[];
}

/** The 421s of a request whose headers a source saw. Those of hidden ones are only in a log of the browser. */
export function answers421({ record, attempts }: Pick<AnalysedRequest, 'record' | 'attempts'>): Answer421[] {
  if (!attempts.some(({ misdirected }) => misdirected)) return [];
  return attempts.flatMap((attempt, i) => {
    const headers = attempt.misdirected ? headersOf421({ record, attempts }, i) : null;
    return headers === null ? [] : { attempt, headers };
  });
}

/** The headers of the 421 that one attempt got, by its index; null when no source saw them. */
export function headersOf421(
  { record, attempts }: Pick<AnalysedRequest, 'record' | 'attempts'>,
  i: number,
): readonly Header[] | null {
  const seen = record.attemptsComplete ? (record.attempts[i]?.answerHeaders ?? null) : null;
  return seen ?? (i === attempts.length - 1 ? record.responseHeaders : null);
}
