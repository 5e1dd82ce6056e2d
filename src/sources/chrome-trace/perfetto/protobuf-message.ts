import { BinaryReader, getTextEncoding, WireType } from '@bufbuild/protobuf/wire';
import { append } from '../../../model/lists.ts';

type Value = bigint | Uint8Array;

/** The bytes are not a valid protobuf message. */
export class BrokenProtobuf extends Error {}

/**
 * A protobuf message without its schema: the values of each field by number, in order
 * (https://protobuf.dev/programming-guides/encoding/). 32-bit values and groups are skipped, because no field that is read
 * here has them.
 */
export class ProtobufMessage {
  readonly #fields = new Map<number, Value[]>();

  /** @throws BrokenProtobuf, as all methods that read a nested message do */
  constructor(bytes: Uint8Array) {
    try {
      this.#read(new BinaryReader(bytes));
    } catch (cause) {
      // The library throws errors of several kinds.
      throw new BrokenProtobuf('The bytes are not a protobuf message.', { cause });
    }
  }

  #read(reader: BinaryReader): void {
    while (reader.pos < reader.len) {
      const [field, wireType] = reader.tag();
      const value = readValue(reader, wireType);
      if (value === null) reader.skip(wireType, field);
      else this.#add(field, value);
    }
  }

  has(field: number): boolean {
    return this.#fields.has(field);
  }

  /** An integer. The last of several values counts, as the format requires. */
  integer(field: number): bigint | null {
    const value = this.#fields.get(field)?.at(-1);
    return typeof value === 'bigint' ? value : null;
  }

  text(field: number): string | null {
    const value = this.#fields.get(field)?.at(-1);
    return value instanceof Uint8Array ? getTextEncoding().decodeUtf8(value) : null;
  }

  message(field: number): ProtobufMessage | null {
    return this.messages(field).at(-1) ?? null;
  }

  messages(field: number): ProtobufMessage[] {
    return (this.#fields.get(field) ?? []).flatMap((value) =>
      value instanceof Uint8Array ? [new ProtobufMessage(value)] : [],
    );
  }

  #add(field: number, value: Value): void {
    append(this.#fields, field, value);
  }
}

function readValue(reader: BinaryReader, wireType: WireType): Value | null {
  switch (wireType) {
    case WireType.Varint:
      return BigInt(reader.uint64());
    case WireType.Bit64:
      return BigInt(reader.fixed64());
    case WireType.LengthDelimited:
      return reader.bytes();
    default:
      return null;
  }
}
