import { Gathered } from '../../bytes/bytes.ts';
import { BrokenProtobuf, ProtobufMessage } from './protobuf-message.ts';

/** Chromium's chunks have 32 kB. A length beyond this bound is not that of a packet. */
const MAX_PACKET = 64 * 1024 * 1024;
/** The length is a varint. No packet needs one of more bytes. */
const LENGTH_BYTES = 5;
/** `packet`, field 1 of `Trace`, length-delimited. */
const PACKET_TAG = 0x0a;

export interface PacketHandler {
  packet(packet: ProtobufMessage): void;
  /** A packet cannot be read and was skipped. */
  broken(): void;
}

/** Splits a trace that arrives in pieces into packets. */
export class Packets {
  readonly #handler: PacketHandler;
  readonly #gathered = new Gathered();
  /** How many bytes are needed before the next packet can be complete. */
  #needed = 0;
  #lost = false;

  constructor(handler: PacketHandler) {
    this.#handler = handler;
  }

  /** The last packet is not complete, or the bytes are not a trace. */
  get incomplete(): boolean {
    return this.#lost || this.#gathered.length > 0;
  }

  /** The bytes are not packets. Nothing after this can be read. */
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

/** The range of the packet whose tag is at `at`; null when its length has not arrived completely or there is no tag. */
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
