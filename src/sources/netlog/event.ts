import type { EpochMs } from '../../model/capture.ts';
import { asNumber, asObject, type JsonObject } from '../json.ts';

export type Phase = 'none' | 'begin' | 'end';

/** One event of Chromium's NetLog (net/log/net_log_event_type_list.h), its numbers turned into names. */
export interface NetLogEvent {
  readonly type: string;
  readonly phase: Phase;
  /** The source's id: unique in one run of the browser, over all kinds of sources and all network contexts. */
  readonly source: number;
  /** When the source was made, also where the log does not reach back to that; null where it does not say. */
  readonly sourceStart: EpochMs | null;
  readonly time: EpochMs;
  readonly params: JsonObject;
}

const NO_PARAMS: JsonObject = {};

export function paramsOf(value: unknown): JsonObject {
  return asObject(value) ?? NO_PARAMS;
}

/** The params of an event that says no more than that. */
export function dependencyParams(id: number): JsonObject {
  return { source_dependency: { id } };
}

/** The id of the other source that an event points at: `"source_dependency": {"id": 97, "type": 17}`. */
export function dependencyOf({ params }: NetLogEvent): number | null {
  return asNumber(asObject(params.source_dependency)?.id);
}
