import type { Certainty } from '../../model/certainty.ts';

const MARK: Readonly<Record<Certainty, string>> = {
  observed: '=',
  derived: '>',
  inferred: '~',
  unknown: '?',
};

export const LEGEND =
  'Certainty: = observed; > derived from a rule of the browser; ~ inferred (the number is the share of such inferences that are right, 0 to 1); ? unknown.';

/** The mark of a certainty; an inference also shows its confidence, where there is one. */
export function mark(certainty: Certainty, confidence?: number): string {
  return certainty === 'inferred' && confidence !== undefined
    ? `${MARK.inferred}${confidence.toFixed(2)}`
    : MARK[certainty];
}

/** `1 request`, `2 requests`. */
export function count(n: number, noun: string, nouns = `${noun}s`): string {
  return `${n} ${n === 1 ? noun : nouns}`;
}

/** An unknown value is shown as a dash, never as 0. */
export const UNKNOWN = '-';
