import type { RequestRecord } from '../../model/capture.ts';
import { hostOf, type Origin } from '../../model/origin.ts';
import { type Steps, stepping } from '../../model/steps.ts';
import type { AnswerDifference } from '../analysis.ts';
import { domainCovers } from './cookies.ts';
import { areAll, firstOf, hasKey } from './feature-values.ts';
import { FEATURE_WEIGHTS, type FeatureWeight } from './feature-weights.ts';
import { ANSWER_FEATURES, type AnswerFeature, type AnswerFeatures, comparableFeatures } from './features.ts';
import type { OwnAnswers } from './own-answers.ts';

export interface Comparison {
  /** Log of how many times likelier the evidence is if the shared connection's own server answered. */
  readonly log: number;
  readonly differences: readonly AnswerDifference[];
  /** The shared answers that differ in at least one feature. */
  readonly differing: ReadonlySet<RequestRecord>;
}

/** The answers to compare: b's on a connection opened for a, b's on its own, a's on its own. */
export interface Answers {
  readonly shared: readonly RequestRecord[];
  /** In the parts in which they were read. */
  readonly own: readonly OwnAnswers[];
  readonly other: readonly OwnAnswers[];
  /** The origin that the shared connection was opened for; null if unknown. */
  readonly openedFor: Origin | null;
}

/** A record whose headers a source reported, with their features. */
interface Seen {
  readonly record: RequestRecord;
  readonly features: AnswerFeatures;
}

interface SeenAnswers extends Omit<Answers, 'shared'> {
  readonly shared: readonly Seen[];
}

/** Compares feature by feature. A feature that points both ways changes by itself, so it is ignored. */
export function* compareAnswers(answers: Answers): Steps<Comparison> {
  const seen: SeenAnswers = { ...answers, shared: yield* seenIn(answers.shared) };
  const differing = new Set<RequestRecord>();
  const differences: AnswerDifference[] = [];
  const byGroup = new Map<FeatureWeight['group'], number>();
  let against = 0;
  for (const feature of ANSWER_FEATURES) {
    yield;
    const weight = FEATURE_WEIGHTS[feature];
    const found = feature === 'cookie-domain' ? compareCookieDomains(seen) : compareFeature(feature, seen);
    if (found.agrees && found.strongest === null) against += Math.log(weight.agrees);
    if (found.agrees || found.strongest === null) continue;
    const { log, ...difference } = found.strongest;
    differences.push({ feature, ...difference });
    byGroup.set(weight.group, Math.max(byGroup.get(weight.group) ?? 0, log));
    for (const record of found.differing) differing.add(record);
  }
  const log = [...byGroup.values()].reduce((sum, each) => sum + each, against);
  return { log, differences, differing };
}

function* seenIn(records: readonly RequestRecord[]): Steps<Seen[]> {
  const seen: Seen[] = [];
  yield* stepping(records, (record) => {
    const features = comparableFeatures(record);
    if (features !== null) seen.push({ record, features });
  });
  return seen;
}

type Strongest = Omit<AnswerDifference, 'feature'> & { readonly log: number };

interface FeatureComparison {
  readonly strongest: Strongest | null;
  readonly differing: readonly RequestRecord[];
  readonly agrees: boolean;
}

const NOTHING: FeatureComparison = { strongest: null, differing: [], agrees: false };

/** A cookie for a's domain in an answer for b, whose own answers set no such cookie. */
function compareCookieDomains({ shared, own, openedFor }: SeenAnswers): FeatureComparison {
  const host = openedFor === null ? null : hostOf(openedFor);
  const domainOf = ({ features }: Seen) => features['cookie-domain'];
  const usual = own.map((answers) => answers.anywhere('cookie-domain'));
  const differing = shared.filter((each) => {
    const domain = domainOf(each)?.key;
    return domain !== undefined && host !== null && domainCovers(domain, host) && !hasKey(usual, domain);
  });
  const [first] = differing;
  const shown = first === undefined ? undefined : domainOf(first)?.shown;
  if (shown === undefined) return NOTHING;
  const log = Math.log(FEATURE_WEIGHTS['cookie-domain'].likeOther);
  const strongest = { shared: shown, own: '', likeOther: true, log };
  return { strongest, differing: differing.map(({ record }) => record), agrees: false };
}

function compareFeature(feature: AnswerFeature, { shared, own, other }: SeenAnswers): FeatureComparison {
  // Most answers lack most features.
  if (shared.every(({ features }) => features[feature] === null)) return NOTHING;
  const weight = FEATURE_WEIGHTS[feature];
  const others = other.map((answers) => answers.anywhere(feature)).filter(({ size }) => size > 0);
  let strongest: Strongest | null = null;
  let agrees = false;
  const differing: RequestRecord[] = [];
  for (const { record, features } of shared) {
    const value = features[feature];
    if (value === null) continue;
    const alike = own.map((answers) => answers.near(feature, record, record.status));
    const isAlike = firstOf(alike) !== null;
    const compared = isAlike ? alike : own.map((answers) => answers.near(feature, record, 'any'));
    if (hasKey(compared, value.key)) {
      if (others.length > 0 && !hasKey(others, value.key)) agrees = true;
      continue;
    }
    const first = firstOf(compared);
    if (first === null || (weight.steady && !areAll(compared, first.key))) continue;
    const likeOther = hasKey(others, value.key);
    const factor = likeOther ? weight.likeOther : weight.differs;
    // Answers with different statuses often come from different software (an edge server's own error pages, say).
    const log = Math.log(factor) * (isAlike ? 1 : likeOther ? 0.5 : 0);
    if (log <= 0) continue;
    differing.push(record);
    if (strongest === null || log > strongest.log) {
      strongest = { shared: value.shown, own: first.shown, likeOther, log };
    }
  }
  return { strongest, differing, agrees };
}
