import type { EpochMs } from '../../../model/capture.ts';
import { asNumber, asObject, type JsonObject } from '../../json.ts';

export type Phase = 'none' | 'begin' | 'end';

/** The fields of an event other than its params. */
export interface EventFacts {
  /** As in net/log/net_log_event_type_list.h; empty for a number that the log's constants do not name. */
  readonly type: string;
  readonly phase: Phase;
  /** The source's id: unique in one run of the browser, over all kinds of sources and all network contexts. */
  readonly source: number;
  /** When the source was created, even if that was before the log began; null where the log does not say. */
  readonly sourceStart: EpochMs | null;
  readonly time: EpochMs;
}

const NO_PARAMS: JsonObject = {};

/** One event of Chromium's NetLog. */
export class NetLogEvent implements EventFacts {
  readonly type: string;
  readonly phase: Phase;
  readonly source: number;
  readonly sourceStart: EpochMs | null;
  readonly time: EpochMs;
  readonly params: JsonObject;

  /** @param params anything but an object counts as no params */
  constructor({ type, phase, source, sourceStart, time }: EventFacts, params: unknown) {
    this.type = type;
    this.phase = phase;
    this.source = source;
    this.sourceStart = sourceStart;
    this.time = time;
    this.params = asObject(params) ?? NO_PARAMS;
  }

  /** The id of the other source that the event points at: `"source_dependency": {"id": 97, "type": 17}`. */
  get dependency(): number | null {
    return asNumber(asObject(this.params.source_dependency)?.id);
  }
}
