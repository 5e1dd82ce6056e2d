import type { Browser, EpochMs } from '../../../model/capture.ts';
import { asNumber, asObject, asString, type JsonObject } from '../../json.ts';
import type { EventNumbers } from './logged-event.ts';
import { type EventFacts, ParsedEvent, type Phase, paramsOf } from './netlog-event.ts';

const PHASES: Readonly<Record<string, Phase>> = {
  PHASE_NONE: 'none',
  PHASE_BEGIN: 'begin',
  PHASE_END: 'end',
};

/** Chromium has about 700 types of events, numbered from 0 on. */
const MOST_NUMBERS = 65_536;

/**
 * What the numbers of a NetLog mean. They differ from build to build, so everything goes through the
 * `constants` that stand first in the file (net/log/net_log_util.cc, GetNetConstants):
 *
 *     { "clientInfo": {"name", "version", …}, "logCaptureMode": "Default", "timeTickOffset": 1795361262756,
 *       "logEventTypes": {"REQUEST_ALIVE": 1, …}, "logEventPhase": {"PHASE_BEGIN": 1, …},
 *       "netError": {"ERR_FAILED": -2, …}, … }
 */
export class NetLogConstants {
  readonly browser: Browser | null;
  readonly numbers: EventNumbers;
  readonly #types: ReadonlyMap<number, string>;
  readonly #errors: ReadonlyMap<number, string>;

  private constructor(constants: JsonObject, types: ReadonlyMap<number, string>) {
    const client = asObject(constants.clientInfo);
    const name = asString(client?.name);
    const version = asString(client?.version);
    this.browser = name === null || version === null ? null : { name, version };
    this.#types = types;
    this.#errors = byNumber(constants.netError);
    this.numbers = {
      tickOffset: ticks(constants.timeTickOffset) ?? 0,
      phases: listed(byNumber(constants.logEventPhase), (name) => PHASES[name]),
    };
  }

  /** Null when `value` does not say what the event types are. */
  static read(value: unknown): NetLogConstants | null {
    const constants = asObject(value);
    if (constants === null) return null;
    const types = byNumber(constants.logEventTypes);
    return types.size === 0 ? null : new NetLogConstants(constants, types);
  }

  /** By the number of a type what there is for its name. */
  byType<T>(find: (name: string) => T | undefined): readonly (T | undefined)[] {
    return listed(this.#types, find);
  }

  /**
   * `{"params": {…}, "phase": 1, "source": {"id": 95, "start_time": "2818622", "type": 1},
   * "time": "2818679", "type": 170}`, or null when it is no event. An unknown type is an event without a name.
   */
  event(value: unknown): ParsedEvent | null {
    const raw = asObject(value);
    const source = asObject(raw?.source);
    const id = asNumber(source?.id);
    const type = asNumber(raw?.type);
    const time = this.#time(raw?.time);
    if (raw === null || id === null || type === null || time === null) return null;
    const facts: EventFacts = {
      type: this.#types.get(type) ?? '',
      phase: this.numbers.phases[asNumber(raw.phase) ?? 0] ?? 'none',
      source: id,
      sourceStart: this.#time(source?.start_time),
      time,
    };
    return new ParsedEvent(facts, paramsOf(raw.params));
  }

  /** The name that Chromium shows for an error: `net::ERR_CONNECTION_RESET`. */
  errorName(code: number): string {
    return `net::${this.#errors.get(code) ?? `ERR_${code}`}`;
  }

  /** Times are milliseconds of a monotonous clock, as strings. */
  #time(value: unknown): EpochMs | null {
    const time = ticks(value);
    return time === null ? null : time + this.numbers.tickOffset;
  }
}

function ticks(value: unknown): number | null {
  const text = asString(value);
  return asNumber(text === null || text === '' ? value : Number(text));
}

function byNumber(value: unknown): Map<number, string> {
  const names = new Map<number, string>();
  for (const [name, number] of Object.entries(asObject(value) ?? {})) {
    if (typeof number === 'number') names.set(number, name);
  }
  return names;
}

/** A list with what there is for each name, at its number; nothing at numbers that no browser has. */
function listed<T>(
  names: ReadonlyMap<number, string>,
  find: (name: string) => T | undefined,
): readonly (T | undefined)[] {
  const known = Array.from(names).filter(
    ([number]) => Number.isInteger(number) && number >= 0 && number < MOST_NUMBERS,
  );
  const list = new Array<T | undefined>(Math.max(-1, ...known.map(([number]) => number)) + 1).fill(undefined);
  for (const [number, name] of known) list[number] = find(name);
  return list;
}
