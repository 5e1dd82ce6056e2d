import type { AnalysedRequest, Analysis } from './analysis.ts';

/** How statements about a capture compare with a browser's own log of it. */
export interface Confirmed {
  /** Concluded before, and now observed to be right. */
  readonly confirmed: number;
  /** Concluded before, and now observed to be wrong. */
  readonly corrected: number;
  /** Attempts that were hidden from all sources before, and are observed now. */
  readonly found: number;
  /** Still only concluded. */
  readonly open: number;
}

/**
 * Counts the statements about attempts and sharing that were derived or inferred in `before`, by what `after`, the
 * same capture with a browser's own log, says about them.
 */
export function confirmedBy(before: Analysis, after: Analysis): Confirmed {
  const count = { confirmed: 0, corrected: 0, found: 0, open: 0 };
  for (const [id, request] of before.requests) {
    const now = after.requests.get(id);
    if (now === undefined) continue;
    if (!now.record.attemptsComplete) {
      count.open += concludedOf(request).length;
      continue;
    }
    if (request.record.attemptsComplete) continue;
    const observed = new Set(statementsOf(now));
    for (const statement of concludedOf(request)) {
      if (observed.has(statement)) count.confirmed += 1;
      else count.corrected += 1;
    }
    count.found += Math.max(0, hiddenOf(now) - hiddenOf(request));
  }
  return count;
}

/** One key per statement; equal keys are equal statements. */
function statementsOf(request: AnalysedRequest, concludedOnly = false): string[] {
  return request.attempts.flatMap((attempt, index) => {
    const place = request.attempts.length - index;
    return [
      ...(concludedOnly && attempt.certainty === 'observed' ? [] : [`${place} sent, ${attempt.status}`]),
      ...(attempt.coalesced === null || (concludedOnly && attempt.coalescedCertainty === 'observed')
        ? []
        : [`${place} ${attempt.coalesced ? 'coalesced' : 'not coalesced'}`]),
    ];
  });
}

function concludedOf(request: AnalysedRequest): string[] {
  return statementsOf(request, true);
}

function hiddenOf({ attempts }: AnalysedRequest): number {
  return attempts.filter(({ hidden }) => hidden).length;
}
