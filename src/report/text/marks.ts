import type { Certainty } from '../../model/certainty.ts';

const MARK: Readonly<Record<Certainty, string>> = {
  observed: '=',
  derived: '>',
  inferred: '~',
  unknown: '?',
};

export const LEGEND =
  'How sure: = observed; > derived by a rule of the browser; ~ inferred (with how often such a statement proves right, 0 to 1); ? not known.';

/** The short mark of a certainty; an inference carries its confidence, where there is one. */
export function mark(certainty: Certainty, confidence?: number): string {
  return certainty === 'inferred' && confidence !== undefined
    ? `${MARK.inferred}${confidence.toFixed(2)}`
    : MARK[certainty];
}

/** `1 request`, `2 requests`. */
export function count(n: number, noun: string, nouns = `${noun}s`): string {
  return `${n} ${n === 1 ? noun : nouns}`;
}

/** What is not known is a dash, never 0. */
export const UNKNOWN = '-';
