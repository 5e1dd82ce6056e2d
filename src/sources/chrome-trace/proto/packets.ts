import { BrokenMessage, Message } from './message.ts';

/** Chromium's own buffer is 32 kB a chunk; a packet that claims to be this long is none. */
const MAX_PACKET = 64 * 1024 * 1024;
/** `packet`, field 1 of `Trace`, length-delimited. */
const PACKET_TAG = 0x0a;

export interface PacketHandler {
  packet(packet: Message): void;
  /** A packet that cannot be read is passed over. */
  broken(): void;
}

/** Cuts a trace that comes in pieces into its packets. */
export class Packets {
  readonly #handler: PacketHandler;
  #rest = new Uint8Array(0);
  #lost = false;

  constructor(handler: PacketHandler) {
    this.#handler = handler;
  }

  /** The last packet is not whole, or what came is no trace. */
  get incomplete(): boolean {
    return this.#lost || this.#rest.length > 0;
  }

  /** What came is not cut in packets: nothing after that can be read. */
  get lost(): boolean {
    return this.#lost;
  }

  push(bytes: Uint8Array): void {
    if (this.#lost) return;
    const all = this.#rest.length === 0 ? bytes : joined(this.#rest, bytes);
    let at = 0;
    for (;;) {
      const packet = packetAt(all, at);
      if (packet === 'lost') this.#lost = true;
      if (packet === 'lost' || packet === null) break;
      this.#read(all.subarray(packet.from, packet.to));
      at = packet.to;
    }
    // Copied: whoever brought the bytes may write over them.
    this.#rest = this.#lost ? new Uint8Array(0) : all.slice(at);
  }

  #read(bytes: Uint8Array): void {
    try {
      this.#handler.packet(new Message(bytes));
    } catch (error) {
      if (!(error instanceof BrokenMessage)) throw error;
      this.#handler.broken();
    }
  }
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const all = new Uint8Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
}

/** Where the packet whose tag stands at `at` lies; null when not all of it has come. */
function packetAt(bytes: Uint8Array, at: number): { from: number; to: number } | 'lost' | null {
  if (at >= bytes.length) return null;
  if (bytes[at] !== PACKET_TAG) return 'lost';
  let length = 0;
  for (let shift = 0, from = at + 1; shift < 35; shift += 7, from += 1) {
    const byte = bytes[from];
    if (byte === undefined) return null;
    length += (byte & 0x7f) * 2 ** shift;
    if (byte >= 0x80) continue;
    if (length > MAX_PACKET) return 'lost';
    const to = from + 1 + length;
    return to <= bytes.length ? { from: from + 1, to } : null;
  }
  return 'lost';
}
