/** One event with names: time in ticks, source, type, phase and params. */
export type EventSketch = readonly [
  time: number,
  source: readonly [id: number, type: string],
  type: string,
  phase: '+' | '-' | ' ',
  params?: Readonly<Record<string, unknown>>,
];

const PHASES = { ' ': 0, '+': 1, '-': 2 } as const;

/** The numbers of event types and sources; deliberately not those of any real build. */
function numberer(first: number) {
  const numbers = new Map<string, number>();
  return {
    numbers,
    of(name: string): number {
      const number = numbers.get(name) ?? first + numbers.size;
      numbers.set(name, number);
      return number;
    },
  };
}

/** Ticks are this many milliseconds behind the epoch in every log made here. */
export const TICK_OFFSET = 1_700_000_000_000;

/** A reference to another source, as `source_dependency` has it. */
export function dependency(id: number): {
  readonly source_dependency: { readonly id: number; readonly type: number };
} {
  return { source_dependency: { id, type: 1 } };
}

export interface NetLogParts {
  readonly constants: Record<string, unknown>;
  readonly events: readonly Record<string, unknown>[];
}

function netLogParts(sketches: readonly EventSketch[]): NetLogParts {
  const types = numberer(40);
  const sources = numberer(7);
  const events = sketches.map(([time, [id, sourceType], type, phase, params]) => ({
    ...(params === undefined ? {} : { params }),
    phase: PHASES[phase],
    source: { id, start_time: '1', type: sources.of(sourceType) },
    time: String(time),
    type: types.of(type),
  }));
  return {
    constants: {
      clientInfo: { name: 'Chromium', version: '156.0.0.0' },
      logEventPhase: { PHASE_BEGIN: 1, PHASE_END: 2, PHASE_NONE: 0 },
      logEventTypes: Object.fromEntries(types.numbers),
      logSourceType: Object.fromEntries(sources.numbers),
      netError: { ERR_ABORTED: -3, ERR_CONNECTION_RESET: -101, ERR_NAME_NOT_RESOLVED: -105 },
      timeTickOffset: TICK_OFFSET,
    },
    events,
  };
}

/** The file as Chromium writes it: constants in the first line, then one event per line. */
export function netLogText(sketches: readonly EventSketch[]): string {
  const { constants, events } = netLogParts(sketches);
  const lines = events.map((event) => JSON.stringify(event)).join(',\n');
  return `{"constants":${JSON.stringify(constants)},\n"events": [\n${lines}],\n"polledData": {}\n}\n`;
}
