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

/** Its texts need no decoder of the host. */
type TraceProtoOptions = Pick<CertificateReaderOptions, 'readCertificate'>;

/** Reads bytes, in any pieces. */
export interface TraceProtoReader {
  push(bytes: Uint8Array): void;
  end(): void;
}

/**
 * Reads a trace of Chrome in Perfetto's protobuf form with the category `netlog`: what `Tracing.start` with
 * `streamFormat: 'proto'` gives on the browser target, and what a trace is saved as by Perfetto. It is the NetLog, with the ids
 * that tie its events together; everything is told as source `netlog`. Evidence comes at the end, for a trace's
 * events are in no order; memory grows with the network events of the trace.
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
    const tell = withBrowser(bounded.emit);
    this.#dispatcher = new NetLogEventDispatcher({ emit: tell, errorName: netErrorName, readCertificate });
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
    // All of the log's own events have both, and no others have.
    const params = annotations.get('params');
    if (params === undefined || !annotations.has('source_type')) return;
    if (source === null) this.#unlinked += 1;
    else this.#events.add({ source, type: sequence.nameOf(event), phase, at, params });
  }

  #emitProblems(count: number): void {
    if (this.#packets.lost) {
      this.#problem(
        'trace-no-packets',
        'This is no trace in protobuf form, or is broken: what follows cannot be read.',
      );
    } else if (this.#packets.incomplete) {
      this.#problem('trace-truncated', 'The trace ends in the middle. Everything before that is read.');
    }
    if (this.#brokenPackets > 0) {
      this.#problem(
        'trace-bad-packet',
        `${this.#brokenPackets} packets of the trace could not be read and were passed over.`,
      );
    }
    if (this.#lostPackets) {
      this.#problem(
        'trace-lost-packets',
        'The browser had to throw away parts of the trace: its buffer was full.',
      );
    }
    if (this.#unlinked > 0) {
      this.#problem(
        'trace-unlinked',
        `${this.#unlinked} network events of the trace do not say what they belong to and were passed over. Chrome tells it from version 139 on.`,
      );
    } else if (count === 0) {
      this.#problem(
        'trace-no-netlog',
        'This trace holds no network events: record it with the category netlog, on the browser target.',
      );
    }
  }

  #problem(code: string, message: string): void {
    this.#emit({ kind: 'problem', problem: { code, message } });
  }
}

/** A trace of this kind does not say which browser wrote it, but what it sends does. */
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
