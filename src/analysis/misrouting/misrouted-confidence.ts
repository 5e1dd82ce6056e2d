/** How many different URLs were requested, by how they were answered. */
export interface Tally {
  readonly wrong: number;
  readonly well: number;
}

/** Priors as pseudo-counts (Beta distributions): failures are rare, except on the wrong server. */
const USUAL: Tally = { wrong: 1, well: 9 };
const MISROUTED: Tally = { wrong: 9, well: 1 };
/** The prior probability that an origin with failures on shared connections is misrouted. */
const PRIOR = 0.05;
const MOST_CONFIDENCE = 0.99;

/**
 * The probability that failures come from sharing. It compares two models: coalesced requests usually fail while
 * others rarely do, or both have the same failure rate (Bayes factor of two beta-binomial models). One failure alone is
 * never enough; two failures of two, with one correct answer elsewhere, are just enough.
 * In the 192 recorded pages (hidden-confidence.ts) each of 115 requests suspected at 0.7 or more was misrouted, and so was
 * each of 74 in the panel's view of 200 held-out ones (docs/accuracy.md).
 */
export function misroutedConfidence(coalesced: Tally, own: Tally): number {
  const same = logEvidence(USUAL, { wrong: coalesced.wrong + own.wrong, well: coalesced.well + own.well });
  const apart = logEvidence(MISROUTED, coalesced) + logEvidence(USUAL, own);
  return withEvidence(PRIOR, apart - same);
}

/** The probability from the features of answers alone (compare.ts), without their statuses. */
export function lookalikeConfidence(log: number): number {
  return withEvidence(PRIOR, log);
}

/** A confidence combined with independent evidence: `log` is the log of its Bayes factor. Never reaches 1. */
export function withEvidence(confidence: number, log: number): number {
  const odds = (confidence / (1 - confidence)) * Math.exp(log);
  return Math.min(MOST_CONFIDENCE, odds / (1 + odds));
}

/** Log of the probability of the answers in sequence; each answer updates the prior. */
function logEvidence(belief: Tally, seen: Tally): number {
  const rises = logRise(belief.wrong, seen.wrong) + logRise(belief.well, seen.well);
  return rises - logRise(belief.wrong + belief.well, seen.wrong + seen.well);
}

/** Log of `from * (from + 1) * …` with this number of factors. */
function logRise(from: number, factors: number): number {
  return logFactorial(from + factors - 1) - logFactorial(from - 1);
}

/** Cached values of log n!, by n. */
const LOG_FACTORIALS = [0];

function logFactorial(n: number): number {
  for (let i = LOG_FACTORIALS.length; i <= n; i += 1) {
    LOG_FACTORIALS.push((LOG_FACTORIALS[i - 1] ?? 0) + Math.log(i));
  }
  return LOG_FACTORIALS[n] ?? 0;
}
