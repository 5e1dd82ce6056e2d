import type { RequestRecord } from '../../model/capture.ts';
import { hostOf, type Origin } from '../../model/origin.ts';
import type { AnswerDifference } from '../analysis.ts';
import { domainCovers } from './cookies.ts';
import { FEATURE_WEIGHTS, type FeatureWeight, type Nearness } from './feature-weights.ts';
import {
  ANSWER_FEATURES,
  type AnswerFeature,
  type AnswerFeatures,
  type FeatureValue,
  featuresOf,
} from './features.ts';

export interface Comparison {
  /** Log of how many times likelier it all is when the shared connection's own server answered. */
  readonly log: number;
  readonly differences: readonly AnswerDifference[];
  /** Those of the shared answers that differ in one of them. */
  readonly differing: ReadonlySet<RequestRecord>;
}

/** The answers to hold against each other: b's on a connection opened for a, b's on its own, a's on its own. */
export interface Answers {
  readonly shared: readonly RequestRecord[];
  readonly own: readonly RequestRecord[];
  readonly other: readonly RequestRecord[];
  /** What the shared connection was opened for, null when that is not known. */
  readonly openedFor: Origin | null;
}

/** Compares feature by feature. What one feature says both ways is a thing that changes by itself, and says nothing. */
export function compareAnswers({ shared, own, other, openedFor }: Answers): Comparison {
  const answers: SeenAnswers = { shared: seenIn(shared), own: seenIn(own), other: seenIn(other), openedFor };
  const differing = new Set<RequestRecord>();
  const differences: AnswerDifference[] = [];
  const byGroup = new Map<FeatureWeight['group'], number>();
  let against = 0;
  for (const feature of ANSWER_FEATURES) {
    const weight = FEATURE_WEIGHTS[feature];
    const seen =
      feature === 'cookie-domain' ? compareCookieDomains(answers) : compareFeature(feature, answers);
    if (seen.agrees && seen.strongest === null) against += Math.log(weight.agrees);
    if (seen.agrees || seen.strongest === null) continue;
    const { log, ...difference } = seen.strongest;
    differences.push({ feature, ...difference });
    byGroup.set(weight.group, Math.max(byGroup.get(weight.group) ?? 0, log));
    for (const record of seen.differing) differing.add(record);
  }
  const log = [...byGroup.values()].reduce((sum, each) => sum + each, against);
  return { log, differences, differing };
}

/** A record whose headers a source told, with what they show. */
interface Seen {
  readonly record: RequestRecord;
  readonly features: AnswerFeatures;
}

type SeenAnswers = Readonly<Record<'shared' | 'own' | 'other', readonly Seen[]>> & Pick<Answers, 'openedFor'>;

function seenIn(records: readonly RequestRecord[]): Seen[] {
  return records.flatMap((record) => {
    const features = featuresOf(record);
    return features === null ? [] : { record, features };
  });
}

type Strongest = Omit<AnswerDifference, 'feature'> & { readonly log: number };

interface FeatureComparison {
  readonly strongest: Strongest | null;
  readonly differing: readonly RequestRecord[];
  readonly agrees: boolean;
}

const NOTHING: FeatureComparison = { strongest: null, differing: [], agrees: false };

/** A cookie for a's domain in an answer for b, whose own answers set none such. */
function compareCookieDomains({ shared, own, openedFor }: SeenAnswers): FeatureComparison {
  const host = openedFor === null ? null : hostOf(openedFor);
  const domainOf = ({ features }: Seen) => features['cookie-domain'];
  const usual = new Set(own.map((each) => domainOf(each)?.key));
  const differing = shared.filter((each) => {
    const domain = domainOf(each)?.key;
    return domain !== undefined && host !== null && domainCovers(domain, host) && !usual.has(domain);
  });
  const [first] = differing;
  const shown = first === undefined ? undefined : domainOf(first)?.shown;
  if (shown === undefined) return NOTHING;
  const log = Math.log(FEATURE_WEIGHTS['cookie-domain'].likeOther);
  const strongest = { shared: shown, own: '', likeOther: true, log };
  return { strongest, differing: differing.map(({ record }) => record), agrees: false };
}

function compareFeature(feature: AnswerFeature, { shared, own, other }: SeenAnswers): FeatureComparison {
  // Most answers say nothing of most features.
  if (shared.every(({ features }) => features[feature] === null)) return NOTHING;
  const weight = FEATURE_WEIGHTS[feature];
  const ownValues = valuesByPlace(feature, weight.near, own);
  const others = new Set(other.flatMap(({ features }) => features[feature]?.key ?? []));
  let strongest: Strongest | null = null;
  let agrees = false;
  const differing: RequestRecord[] = [];
  for (const { record, features } of shared) {
    const value = features[feature];
    if (value === null) continue;
    const near = ownValues.get(placeOf(record, weight.near)) ?? [];
    const alike = near.filter(({ status }) => status === record.status);
    const told = alike.length > 0 ? alike : near;
    if (told.some(({ key }) => key === value.key)) {
      if (others.size > 0 && !others.has(value.key)) agrees = true;
      continue;
    }
    const [first] = told;
    if (first === undefined || (weight.steady && told.some(({ key }) => key !== first.key))) continue;
    const likeOther = others.has(value.key);
    const factor = likeOther ? weight.likeOther : weight.differs;
    // Answers of two statuses often have two writers (an edge server's own error pages, say).
    const log = Math.log(factor) * (alike.length > 0 ? 1 : likeOther ? 0.5 : 0);
    if (log <= 0) continue;
    differing.push(record);
    if (strongest === null || log > strongest.log) {
      strongest = { shared: value.shown, own: first.shown, likeOther, log };
    }
  }
  return { strongest, differing, agrees };
}

interface PlacedValue extends FeatureValue {
  readonly status: number | null;
}

/** Each value once for each place and status. */
function valuesByPlace(
  feature: AnswerFeature,
  near: Nearness,
  seen: readonly Seen[],
): Map<string, PlacedValue[]> {
  const places = new Map<string, PlacedValue[]>();
  for (const { record, features } of seen) {
    const value = features[feature];
    if (value === null) continue;
    const place = placeOf(record, near);
    const there = places.get(place) ?? [];
    if (!there.some(({ key, status }) => key === value.key && status === record.status)) {
      there.push({ ...value, status: record.status });
    }
    places.set(place, there);
  }
  return places;
}

type Places = Readonly<Record<Nearness, string>>;

/** Records are immutable, and each feature asks for the place of each. */
const placesOf = new WeakMap<RequestRecord, Places>();

/** Where on its host a request goes: to one URL but for its query, or into the first of its directories. */
function placeOf(record: RequestRecord, near: Nearness): string {
  let places = placesOf.get(record);
  if (places === undefined) {
    places = readPlaces(record);
    placesOf.set(record, places);
  }
  return places[near];
}

function readPlaces({ method, url }: RequestRecord): Places {
  const path = /^[a-z]+:\/\/[^/?#]*([^?#]*)/i.exec(url)?.[1] ?? '';
  const slash = path.indexOf('/', 1);
  // What stands in the root is a place of its own.
  return { host: '', target: `${method} ${path}`, directory: slash < 0 ? path : path.slice(0, slash + 1) };
}
