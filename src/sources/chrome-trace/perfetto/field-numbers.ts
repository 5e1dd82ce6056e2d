/** The field numbers of Perfetto's trace format (protos/perfetto/trace/*.proto) that are read here. */

/** `TracePacket` */
export const PACKET = {
  clockSnapshot: 6,
  timestamp: 8,
  sequence: 10,
  trackEvent: 11,
  internedData: 12,
  sequenceFlags: 13,
  incrementalStateCleared: 41,
  previousPacketDropped: 42,
  timestampClock: 58,
  defaults: 59,
  trackDescriptor: 60,
  firstOnSequence: 87,
} as const;

/** `TracePacket.SequenceFlags` */
export const SEQUENCE_FLAGS = { stateCleared: 1n, needsState: 2n } as const;

/** `TrackEvent` */
export const EVENT = { annotations: 4, type: 9, nameId: 10, track: 11, name: 23 } as const;

/** `TrackEvent.Type` */
export const EVENT_TYPE = { begin: 1n, end: 2n, instant: 3n } as const;

/** `DebugAnnotation` */
export const ANNOTATION = { nameId: 1, text: 6, legacyJson: 9, name: 10, textId: 17 } as const;

/** `InternedData`; each entry is an id and a text. */
export const INTERNED = { eventNames: 2, annotationNames: 3, annotationTexts: 29 } as const;
export const INTERNED_ENTRY = { id: 1, text: 2 } as const;

/** `TracePacketDefaults` */
export const DEFAULTS = { trackEvent: 11, timestampClock: 58 } as const;

/** `TrackDescriptor` */
export const TRACK = { uuid: 1, parent: 5 } as const;

/** `ClockSnapshot` and its `Clock` */
export const CLOCKS = { clocks: 1 } as const;
export const CLOCK = { id: 1, timestamp: 2, incremental: 3, multiplier: 4 } as const;
