/** How many different things were asked for, by how they were answered. */
export interface Tally {
  readonly wrong: number;
  readonly well: number;
}

/** Beliefs in pseudo-counts (Beta distributions): failures are rare, but on the wrong server they are the rule. */
const USUAL: Tally = { wrong: 1, well: 9 };
const MISROUTED: Tally = { wrong: 9, well: 1 };
/** Of origins with failures on shared connections, how many are misrouted, before anything else is known. */
const PRIOR = 0.05;
const MOST_CONFIDENCE = 0.99;

/**
 * How probable it is that failures come from sharing: the odds of what was seen if coalesced requests fail as a
 * rule while the others fail as rarely as usual, against one and the same failure rate for both (Bayes' factor
 * of two beta-binomial models). One failure alone is never enough; two of two beside one good answer just are.
 * In the 192 recorded pages (hidden-confidence.ts) each of 115 requests suspected at 0.7 or more was misrouted, and so was
 * each of 74 in the panel's view of 200 held-out ones (docs/accuracy.md).
 */
export function misroutedConfidence(coalesced: Tally, own: Tally): number {
  const same = logEvidence(USUAL, { wrong: coalesced.wrong + own.wrong, well: coalesced.well + own.well });
  const apart = logEvidence(MISROUTED, coalesced) + logEvidence(USUAL, own);
  return withEvidence(PRIOR, apart - same);
}

/** How probable it is from how the answers look alone (answers/compare.ts), whatever their statuses. */
export function lookalikeConfidence(log: number): number {
  return withEvidence(PRIOR, log);
}

/** A confidence when something independent is seen, too: `log` is that of its Bayes' factor. Never certain. */
export function withEvidence(confidence: number, log: number): number {
  const odds = (confidence / (1 - confidence)) * Math.exp(log);
  return Math.min(MOST_CONFIDENCE, odds / (1 + odds));
}

/** Log of the probability of the answers, one after the other, each adding to what is believed. */
function logEvidence(belief: Tally, seen: Tally): number {
  const rises = logRise(belief.wrong, seen.wrong) + logRise(belief.well, seen.well);
  return rises - logRise(belief.wrong + belief.well, seen.wrong + seen.well);
}

/** Log of `from * (from + 1) * …` with so many factors. */
function logRise(from: number, factors: number): number {
  return logFactorial(from + factors - 1) - logFactorial(from - 1);
}

/** Log of n! by n, as far as it was ever asked for. */
const LOG_FACTORIALS = [0];

function logFactorial(n: number): number {
  for (let i = LOG_FACTORIALS.length; i <= n; i += 1) {
    LOG_FACTORIALS.push((LOG_FACTORIALS[i - 1] ?? 0) + Math.log(i));
  }
  return LOG_FACTORIALS[n] ?? 0;
}
