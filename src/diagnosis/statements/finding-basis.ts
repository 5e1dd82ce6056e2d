import type { AnalysedAttempt, Analysis, FindingFacts } from '../../analysis/analysis.ts';
import { basisWords } from './basis.ts';

/**
 * How an inferred finding is known: the sentence about the hidden attempt that it has its confidence from, which is the
 * most certain one. Null where it is about none.
 */
export function findingBasis(
  { certainty, confidence, requests: about }: FindingFacts,
  { requests }: Pick<Analysis, 'requests'>,
): string | null {
  if (certainty !== 'inferred') return null;
  for (const id of about) {
    const attempt = requests.get(id)?.attempts.find((each) => isInferred421(each, confidence));
    if (attempt === undefined) continue;
    const words = basisWords(attempt.basis);
    return about.length === 1 ? words : `The most certain of the ${about.length} requests: ${words}`;
  }
  return null;
}

function isInferred421(attempt: AnalysedAttempt, confidence: number): boolean {
  const { hidden, misdirected, certainty } = attempt;
  return hidden && misdirected && certainty === 'inferred' && attempt.confidence === confidence;
}
