import type { Browser, EpochMs, Millis } from '../../../model/capture.ts';
import { asNumber, asObject, asString, type JsonObject } from '../../json.ts';
import { NetLogEvent, type Phase } from './netlog-event.ts';

const PHASES: ReadonlyMap<string, Phase> = new Map([
  ['PHASE_NONE', 'none'],
  ['PHASE_BEGIN', 'begin'],
  ['PHASE_END', 'end'],
]);

/**
 * What the numbers of a NetLog mean. They differ between builds, so everything goes through the `constants` at the
 * beginning of the file (net/log/net_log_util.cc, GetNetConstants):
 *
 *     { "clientInfo": {"name", "version", …}, "logCaptureMode": "Default", "timeTickOffset": 1795361262756,
 *       "logEventTypes": {"REQUEST_ALIVE": 1, …}, "logEventPhase": {"PHASE_BEGIN": 1, …},
 *       "netError": {"ERR_FAILED": -2, …}, … }
 */
export class NetLogConstants {
  readonly browser: Browser | null;
  readonly #types: ReadonlyMap<number, string>;
  readonly #phases: ReadonlyMap<number, string>;
  readonly #errors: ReadonlyMap<number, string>;
  /** From the log's ticks to epoch ms. */
  readonly #tickOffset: Millis;

  private constructor(constants: JsonObject, types: ReadonlyMap<number, string>) {
    const client = asObject(constants.clientInfo);
    const name = asString(client?.name);
    const version = asString(client?.version);
    this.browser = name === null || version === null ? null : { name, version };
    this.#types = types;
    this.#phases = namesByNumber(constants.logEventPhase);
    this.#errors = namesByNumber(constants.netError);
    this.#tickOffset = ticks(constants.timeTickOffset) ?? 0;
  }

  /** Null when `value` does not define the event types. */
  static read(value: unknown): NetLogConstants | null {
    const constants = asObject(value);
    if (constants === null) return null;
    const types = namesByNumber(constants.logEventTypes);
    return types.size === 0 ? null : new NetLogConstants(constants, types);
  }

  /** The numbers of the event types with these names. */
  numbersOf(names: ReadonlySet<string>): ReadonlySet<number> {
    const wanted = Array.from(this.#types).filter(([, name]) => names.has(name));
    return new Set(wanted.map(([number]) => number));
  }

  /**
   * `{"params": {…}, "phase": 1, "source": {"id": 95, "start_time": "2818622", "type": 1},
   * "time": "2818679", "type": 170}`, or null when it is not an event. An unknown type gives an event without a name.
   */
  event(value: unknown): NetLogEvent | null {
    const raw = asObject(value);
    const source = asObject(raw?.source);
    const id = asNumber(source?.id);
    const type = asNumber(raw?.type);
    const time = this.#time(raw?.time);
    if (raw === null || id === null || type === null || time === null) return null;
    const phase = this.#phases.get(asNumber(raw.phase) ?? 0) ?? '';
    const facts = {
      type: this.#types.get(type) ?? '',
      phase: PHASES.get(phase) ?? 'none',
      source: id,
      sourceStart: this.#time(source?.start_time),
      time,
    };
    return new NetLogEvent(facts, raw.params);
  }

  /** The name that Chromium shows for an error: `net::ERR_CONNECTION_RESET`. */
  errorName(code: number): string {
    return `net::${this.#errors.get(code) ?? `ERR_${code}`}`;
  }

  /** Times are milliseconds of a monotonic clock, as strings. */
  #time(value: unknown): EpochMs | null {
    const time = ticks(value);
    return time === null ? null : time + this.#tickOffset;
  }
}

function ticks(value: unknown): number | null {
  const text = asString(value);
  return asNumber(text === null || text === '' ? value : Number(text));
}

function namesByNumber(value: unknown): Map<number, string> {
  const names = new Map<number, string>();
  for (const [name, number] of Object.entries(asObject(value) ?? {})) {
    if (typeof number === 'number') names.set(number, name);
  }
  return names;
}
