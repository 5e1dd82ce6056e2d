import type { AnalysedAttempt } from '../../src/analysis/analysis.ts';
import { certaintyWords } from '../parts/certainty.tsx';
import { UNKNOWN } from '../text/format.ts';

/** The statuses of a request's attempts in their order: "421 › 200". */
export function AttemptsCell({ attempts }: { readonly attempts: readonly AnalysedAttempt[] }) {
  if (attempts.length === 0) return <span class="faint">not sent</span>;
  return (
    <span class="attempts" title={attempts.map(attemptWords).join(', then ')}>
      {attempts.map((attempt, index) => (
        <span key={index}>
          {index > 0 && <span class="faint"> › </span>}
          <span class={attemptClass(attempt)}>{attempt.status ?? attempt.error ?? UNKNOWN}</span>
        </span>
      ))}
    </span>
  );
}

/** The CSS classes for an attempt's outcome and its certainty. */
export function attemptClass({ misdirected, hidden, certainty, status, error }: AnalysedAttempt): string {
  const failed = error !== null || (status ?? 0) >= 400;
  return `attempt sure-${certainty} ${misdirected ? 'is-misdirected' : failed ? 'is-failed' : ''} ${hidden ? 'is-hidden' : ''}`;
}

export function attemptWords({ status, error, hidden, certainty, confidence }: AnalysedAttempt): string {
  const words = [String(status ?? error ?? 'unknown status')];
  if (hidden) words.push('hidden');
  if (certainty !== 'observed') words.push(certaintyWords(certainty, confidence));
  return words.join(' ');
}
