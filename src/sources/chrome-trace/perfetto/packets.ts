import { Gathered } from '../../bytes/bytes.ts';
import { BrokenProtobuf, ProtobufMessage } from './protobuf-message.ts';

/** Chromium's own buffer is 32 kB a chunk; a packet that claims to be this long is none. */
const MAX_PACKET = 64 * 1024 * 1024;
/** Of a length, a varint; more is none of a packet. */
const LENGTH_BYTES = 5;
/** `packet`, field 1 of `Trace`, length-delimited. */
const PACKET_TAG = 0x0a;

export interface PacketHandler {
  packet(packet: ProtobufMessage): void;
  /** A packet that cannot be read is passed over. */
  broken(): void;
}

/** Cuts a trace that comes in pieces into its packets. */
export class Packets {
  readonly #handler: PacketHandler;
  readonly #gathered = new Gathered();
  /** So many bytes must be there before another packet can be whole. */
  #needed = 0;
  #lost = false;

  constructor(handler: PacketHandler) {
    this.#handler = handler;
  }

  /** The last packet is not whole, or what came is no trace. */
  get incomplete(): boolean {
    return this.#lost || this.#gathered.length > 0;
  }

  /** What came is not cut in packets: nothing after that can be read. */
  get lost(): boolean {
    return this.#lost;
  }

  push(bytes: Uint8Array): void {
    if (this.#lost) return;
    this.#gathered.add(bytes);
    if (this.#gathered.length < this.#needed) return;
    const all = this.#gathered.bytes;
    let at = 0;
    for (let packet = packetAt(all, at); packet !== null; packet = packetAt(all, at)) {
      this.#lost = packet.to - packet.from > MAX_PACKET;
      this.#needed = packet.to - at;
      if (packet.to > all.length) break;
      this.#read(all.subarray(packet.from, packet.to));
      at = packet.to;
      this.#needed = 0;
    }
    this.#lost ||= at < all.length && all[at] !== PACKET_TAG;
    this.#keep(this.#lost ? new Uint8Array(0) : all.slice(at));
  }

  #keep(rest: Uint8Array): void {
    this.#gathered.clear();
    this.#gathered.add(rest);
  }

  #read(bytes: Uint8Array): void {
    try {
      this.#handler.packet(new ProtobufMessage(bytes));
    } catch (error) {
      if (!(error instanceof BrokenProtobuf)) throw error;
      this.#handler.broken();
    }
  }
}

/** Where the packet whose tag stands at `at` lies; null when not all of its length has come, or it is none. */
function packetAt(bytes: Uint8Array, at: number): { readonly from: number; readonly to: number } | null {
  if (bytes[at] !== PACKET_TAG) return null;
  let length = 0;
  for (let place = 0; place < LENGTH_BYTES; place += 1) {
    const byte = bytes[at + 1 + place];
    if (byte === undefined) return null;
    length += (byte & 0x7f) * 2 ** (7 * place);
    const from = at + 2 + place;
    if (byte < 0x80) return { from, to: from + length };
  }
  return { from: at, to: Number.POSITIVE_INFINITY };
}
