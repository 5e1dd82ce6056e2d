import type { EpochMs } from '../../../model/capture.ts';
import { asNumber, asObject, type JsonObject } from '../../json.ts';

export type Phase = 'none' | 'begin' | 'end';

/** One event of Chromium's NetLog (net/log/net_log_event_type_list.h); its type says who takes it. */
export interface NetLogEvent {
  readonly phase: Phase;
  /** The source's id: unique in one run of the browser, over all kinds of sources and all network contexts. */
  readonly source: number;
  /** When the source was made, also where the log does not reach back to that; null where it does not say. */
  readonly sourceStart: EpochMs | null;
  readonly time: EpochMs;
  readonly params: JsonObject;
  /** The params as they stand in the file, to be known again; null where they do not come as text. */
  readonly paramsText: string | null;
  /** The id of the other source that the event points at: `"source_dependency": {"id": 97, "type": 17}`. */
  readonly dependency: number | null;
  /** A number among the params. Unlike `params` it does not need all of them parsed. */
  number(name: string): number | null;
}

/** What an event says of itself, without its params. */
export interface EventFacts extends Pick<NetLogEvent, 'phase' | 'source' | 'sourceStart' | 'time'> {
  readonly type: string;
}

const NO_PARAMS: JsonObject = {};

export function paramsOf(value: unknown): JsonObject {
  return asObject(value) ?? NO_PARAMS;
}

/** An event whose params are at hand. */
export class ParsedEvent implements NetLogEvent {
  readonly type: string;
  readonly phase: Phase;
  readonly source: number;
  readonly sourceStart: EpochMs | null;
  readonly time: EpochMs;
  readonly params: JsonObject;
  readonly paramsText = null;

  constructor({ type, phase, source, sourceStart, time }: EventFacts, params: JsonObject) {
    this.type = type;
    this.phase = phase;
    this.source = source;
    this.sourceStart = sourceStart;
    this.time = time;
    this.params = params;
  }

  get dependency(): number | null {
    return asNumber(asObject(this.params.source_dependency)?.id);
  }

  number(name: string): number | null {
    return asNumber(this.params[name]);
  }
}
