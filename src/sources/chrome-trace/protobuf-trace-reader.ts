import type { Emit } from '../../model/evidence.ts';
import { firstFieldValue } from '../../model/header-fields.ts';
import type { CertificateReaderOptions } from '../certificates.ts';
import { chromeVersion } from '../http.ts';
import { NetLogEventDispatcher } from '../netlog/event-dispatcher.ts';
import type { Phase } from '../netlog/events/netlog-event.ts';
import { netErrorName } from '../netlog/requests/net-errors.ts';
import { boundProblems } from '../problems.ts';
import { WallClock } from './perfetto/clocks.ts';
import { EVENT, EVENT_TYPE, PACKET } from './perfetto/field-numbers.ts';
import { NetLogEvents } from './perfetto/netlog-events.ts';
import { PacketSequence } from './perfetto/packet-sequence.ts';
import { Packets } from './perfetto/packets.ts';
import type { ProtobufMessage } from './perfetto/protobuf-message.ts';
import { SourceTracks } from './perfetto/source-tracks.ts';

/** The protobuf library decodes texts, so no decoder of the host is needed. */
type TraceProtoOptions = Pick<CertificateReaderOptions, 'readCertificate'>;

/** Reads bytes, in any pieces. */
export interface TraceProtoReader {
  push(bytes: Uint8Array): void;
  end(): void;
}

/**
 * Reads a Chrome trace in Perfetto's protobuf form with the category `netlog`: the result of `Tracing.start` with
 * `streamFormat: 'proto'` on the browser target, and the format in which Perfetto saves a trace. It contains the NetLog with
 * the ids that connect its events, so all evidence has the source `netlog`. The events of a trace are not ordered, so
 * evidence is emitted at the end. Memory grows with the network events of the trace.
 */
export function createTraceProtoReader(emit: Emit, options: TraceProtoOptions): TraceProtoReader {
  return new ProtoReader(emit, options);
}

const PHASES = new Map<bigint, Phase>([
  [EVENT_TYPE.begin, 'begin'],
  [EVENT_TYPE.end, 'end'],
  [EVENT_TYPE.instant, 'none'],
]);

class ProtoReader implements TraceProtoReader {
  readonly #emit: Emit;
  readonly #summarise: () => void;
  readonly #dispatcher: NetLogEventDispatcher;
  readonly #events: NetLogEvents;
  readonly #packets: Packets;
  readonly #sequences = new Map<bigint, PacketSequence>();
  readonly #tracks = new SourceTracks();
  readonly #wall = new WallClock();
  #brokenPackets = 0;
  #lostPackets = false;
  #unlinked = 0;

  constructor(emit: Emit, { readCertificate }: TraceProtoOptions) {
    const bounded = boundProblems(emit);
    this.#emit = bounded.emit;
    this.#summarise = bounded.summarise;
    const emitWithBrowser = withBrowser(bounded.emit);
    this.#dispatcher = new NetLogEventDispatcher({
      emit: emitWithBrowser,
      errorName: netErrorName,
      readCertificate,
    });
    this.#events = new NetLogEvents(this.#dispatcher.types);
    this.#packets = new Packets({
      packet: (packet) => this.#packet(packet),
      broken: () => {
        this.#brokenPackets += 1;
      },
    });
    this.#emit({ kind: 'source', source: 'netlog' });
  }

  push(bytes: Uint8Array): void {
    this.#packets.push(bytes);
  }

  end(): void {
    const { count } = this.#events;
    this.#events.release(this.#wall, (event) => this.#dispatcher.apply(event));
    this.#dispatcher.end();
    const truncated = this.#packets.incomplete || this.#lostPackets;
    this.#emit({ kind: 'source', source: 'netlog', truncated });
    this.#emitProblems(count);
    this.#summarise();
  }

  #packet(packet: ProtobufMessage): void {
    const id = packet.integer(PACKET.sequence) ?? 0n;
    let sequence = this.#sequences.get(id);
    if (sequence === undefined) {
      sequence = new PacketSequence();
      this.#sequences.set(id, sequence);
    } else if (packet.has(PACKET.previousPacketDropped) && !packet.has(PACKET.firstOnSequence)) {
      this.#lostPackets = true;
    }
    const descriptor = packet.message(PACKET.trackDescriptor);
    if (descriptor !== null) this.#tracks.describe(descriptor);
    const clocks = packet.message(PACKET.clockSnapshot);
    if (clocks !== null) this.#wall.snapshot(clocks);
    if (!sequence.take(packet)) return;
    const at = sequence.timeOf(packet);
    const event = packet.message(PACKET.trackEvent);
    if (event !== null && at !== null) this.#event(sequence, event, at);
  }

  #event(sequence: PacketSequence, event: ProtobufMessage, at: bigint): void {
    const phase = PHASES.get(event.integer(EVENT.type) ?? 0n);
    const track = sequence.trackOf(event);
    if (phase === undefined || track === null) return;
    const source = this.#tracks.sourceOf(track);
    if (phase === 'end') {
      if (source === null) return;
      const params = sequence.annotationsOf(event).get('params') ?? null;
      this.#events.add({ source, type: null, phase, at, params });
      return;
    }
    const annotations = sequence.annotationsOf(event);
    // All events of the NetLog have both annotations, and no other events have.
    const params = annotations.get('params');
    if (params === undefined || !annotations.has('source_type')) return;
    if (source === null) this.#unlinked += 1;
    else this.#events.add({ source, type: sequence.nameOf(event), phase, at, params });
  }

  #emitProblems(count: number): void {
    if (this.#packets.lost) {
      this.#problem(
        'trace-no-packets',
        'This is not a trace in protobuf form, or it is broken. The rest cannot be read.',
      );
    } else if (this.#packets.incomplete) {
      this.#problem('trace-truncated', 'The trace ends in the middle. Everything before the end was read.');
    }
    if (this.#brokenPackets > 0) {
      this.#problem(
        'trace-bad-packet',
        `${this.#brokenPackets} packets of the trace could not be read and were skipped.`,
      );
    }
    if (this.#lostPackets) {
      this.#problem(
        'trace-lost-packets',
        'The browser dropped parts of the trace because its buffer was full.',
      );
    }
    if (this.#unlinked > 0) {
      this.#problem(
        'trace-unlinked',
        `${this.#unlinked} network events of the trace do not name their source and were skipped. Chrome names it from version 139 on.`,
      );
    } else if (count === 0) {
      this.#problem(
        'trace-no-netlog',
        'This trace contains no network events: record it with the category netlog, on the browser target.',
      );
    }
  }

  #problem(code: string, message: string): void {
    this.#emit({ kind: 'problem', problem: { code, message } });
  }
}

/** Such a trace does not name the browser, but the user-agent header of its requests does. */
function withBrowser(emit: Emit): Emit {
  let known = false;
  return (evidence) => {
    if (!known && evidence.kind === 'request') {
      const version = chromeVersion(firstFieldValue(evidence.facts.requestHeaders ?? null, 'user-agent'));
      known = version !== null;
      if (version !== null) emit({ kind: 'source', source: 'netlog', browser: { name: 'Chrome', version } });
    }
    emit(evidence);
  };
}
