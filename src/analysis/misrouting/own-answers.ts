import type { RequestRecord } from '../../model/capture.ts';
import { type Steps, stepping } from '../../model/steps.ts';
import { Values } from './feature-values.ts';
import { FEATURE_WEIGHTS } from './feature-weights.ts';
import { type AnswerFeature, type AnswerFeatures, comparableFeatures } from './features.ts';
import { placeOf } from './url-places.ts';

/** One of an origin's answers, and its index. */
export interface NthAnswer {
  readonly record: RequestRecord;
  readonly nth: number;
}

interface Seen extends NthAnswer {
  readonly features: AnswerFeatures;
}

const NONE = new Values();

/**
 * The features of an origin's answers on connections of its own. They are read once, and used for every origin that was
 * coalesced onto these connections.
 */
export class OwnAnswers {
  readonly #seen: readonly Seen[];
  readonly #anywhere = new Map<AnswerFeature, Values>();
  readonly #placed = new Map<AnswerFeature, Map<string, Values>>();

  private constructor(seen: readonly Seen[]) {
    this.#seen = seen;
  }

  /** @param answers of one origin, in their order */
  static *read(answers: readonly NthAnswer[]): Steps<OwnAnswers> {
    const seen: Seen[] = [];
    yield* stepping(answers, ({ record, nth }) => {
      const features = comparableFeatures(record);
      if (features !== null) seen.push({ record, nth, features });
    });
    return new OwnAnswers(seen);
  }

  /** The values anywhere on its host. */
  anywhere(feature: AnswerFeature): Values {
    return remembered(this.#anywhere, feature, () => this.#valuesOf(feature));
  }

  /** The values of answers near enough to the request to be expected to agree in this feature, with its status or with any. */
  near(feature: AnswerFeature, record: RequestRecord, status: number | null | 'any'): Values {
    const placed = remembered(this.#placed, feature, () => this.#placesOf(feature));
    return placed.get(placeKey(feature, record, status)) ?? NONE;
  }

  #valuesOf(feature: AnswerFeature): Values {
    const values = new Values();
    for (const { features, nth } of this.#seen) {
      const value = features[feature];
      if (value !== null) values.add(value, nth);
    }
    return values;
  }

  #placesOf(feature: AnswerFeature): Map<string, Values> {
    const placed = new Map<string, Values>();
    for (const { record, features, nth } of this.#seen) {
      const value = features[feature];
      if (value === null) continue;
      for (const status of [record.status, 'any'] as const) {
        const key = placeKey(feature, record, status);
        remembered(placed, key, () => new Values()).add(value, nth);
      }
    }
    return placed;
  }
}

function placeKey(feature: AnswerFeature, record: RequestRecord, status: number | null | 'any'): string {
  return `${status} ${placeOf(record, FEATURE_WEIGHTS[feature].near)}`;
}

function remembered<K, V>(known: Map<K, V>, key: K, make: () => V): V {
  let value = known.get(key);
  if (value === undefined) {
    value = make();
    known.set(key, value);
  }
  return value;
}
