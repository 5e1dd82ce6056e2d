import { type MonotonicNs, SequenceClocks } from './clocks.ts';
import {
  ANNOTATION,
  DEFAULTS,
  EVENT,
  INTERNED,
  INTERNED_ENTRY,
  PACKET,
  SEQUENCE_FLAGS,
} from './field-numbers.ts';
import type { ProtobufMessage } from './protobuf-message.ts';

/** Texts by their ids. */
type Interned = Map<bigint, string>;

/**
 * The state that the packets of one writer (a thread) share: texts that are written once and then referred to by number,
 * defaults, and clocks. After a lost packet the writer starts again from an empty state.
 */
export class PacketSequence {
  readonly #clocks = new SequenceClocks();
  readonly #interned = new Map<number, Interned>();
  #defaultClock: bigint | null = null;
  #defaultTrack: bigint | null = null;
  #started = false;

  /** Applies a packet to the shared state. Returns false when the packet depends on lost packets. */
  take(packet: ProtobufMessage): boolean {
    const flags = packet.integer(PACKET.sequenceFlags) ?? 0n;
    const clears =
      (flags & SEQUENCE_FLAGS.stateCleared) !== 0n || packet.integer(PACKET.incrementalStateCleared) === 1n;
    if (clears) this.#begin();
    if ((flags & SEQUENCE_FLAGS.needsState) !== 0n && !this.#started) return false;
    const defaults = packet.message(PACKET.defaults);
    if (defaults !== null) {
      this.#defaultClock = defaults.integer(DEFAULTS.timestampClock);
      this.#defaultTrack = defaults.message(DEFAULTS.trackEvent)?.integer(EVENT.track) ?? null;
    }
    const interned = packet.message(PACKET.internedData);
    if (interned !== null) this.#intern(interned);
    const snapshot = packet.message(PACKET.clockSnapshot);
    if (snapshot !== null) this.#clocks.snapshot(snapshot);
    return true;
  }

  timeOf(packet: ProtobufMessage): MonotonicNs | null {
    const timestamp = packet.integer(PACKET.timestamp);
    const clock = packet.integer(PACKET.timestampClock) ?? this.#defaultClock;
    return timestamp === null || clock === null ? null : this.#clocks.read(clock, timestamp);
  }

  trackOf(event: ProtobufMessage): bigint | null {
    return event.integer(EVENT.track) ?? this.#defaultTrack;
  }

  nameOf(event: ProtobufMessage): string | null {
    return this.#text(event, EVENT.name, EVENT.nameId, INTERNED.eventNames);
  }

  /** The annotation texts of an event by name. */
  annotationsOf(event: ProtobufMessage): Map<string, string> {
    const texts = new Map<string, string>();
    for (const annotation of event.messages(EVENT.annotations)) {
      const name = this.#text(annotation, ANNOTATION.name, ANNOTATION.nameId, INTERNED.annotationNames);
      const text =
        annotation.text(ANNOTATION.legacyJson) ??
        this.#text(annotation, ANNOTATION.text, ANNOTATION.textId, INTERNED.annotationTexts);
      if (name !== null && text !== null) texts.set(name, text);
    }
    return texts;
  }

  #begin(): void {
    this.#started = true;
    this.#interned.clear();
    this.#defaultClock = null;
    this.#defaultTrack = null;
  }

  #intern(data: ProtobufMessage): void {
    for (const field of Object.values(INTERNED)) {
      const known = this.#interned.get(field) ?? new Map<bigint, string>();
      for (const entry of data.messages(field)) {
        const id = entry.integer(INTERNED_ENTRY.id);
        const text = entry.text(INTERNED_ENTRY.text);
        if (id !== null && text !== null) known.set(id, text);
      }
      this.#interned.set(field, known);
    }
  }

  #text(message: ProtobufMessage, field: number, idField: number, kind: number): string | null {
    const id = message.integer(idField);
    return message.text(field) ?? (id === null ? null : (this.#interned.get(kind)?.get(id) ?? null));
  }
}
