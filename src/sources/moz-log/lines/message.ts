import type { EpochMs } from '../../../model/capture.ts';
import type { Emit } from '../../../model/evidence.ts';

/** Ends the listing of a head. */
export const END_OF_LIST = ']';

/** What a thread said last, where its next lines say no more than what they add to that. */
export interface Thread {
  /** The channel whose `uri=` line comes next. */
  channel: string | null;
  /** The channel that makes a transaction, whose `Init` comes next. */
  maker: string | null;
  /** The transaction that was made last: its request's headers come next. */
  made: string | null;
  /** The transaction whose request head is being listed, line by line. */
  listing: string | null;
  /** The transaction whose answer is being parsed. */
  parsing: string | null;
  /** The connection that was set up last: its session comes next. */
  connection: string | null;
  /** A match in the table of connections that can be shared; whether it will do comes next. */
  match: { readonly connection: string; readonly key: string } | null;
  /** The socket that begins to connect: to which address comes next. */
  socket: string | null;
}

export function newThread(): Thread {
  return {
    channel: null,
    maker: null,
    made: null,
    listing: null,
    parsing: null,
    connection: null,
    match: null,
    socket: null,
  };
}

/** One line that may say something. */
export interface Message {
  readonly text: string;
  readonly thread: Thread;
  /** Null in a log without times. Made out when it is asked for, which is while the line is handled. */
  readonly time: EpochMs | null;
}

/** False when the text is not what messages of that first word look like: the line is cut or broken. */
export type Handler = (message: Message) => boolean;
/** By first word. */
export type Handlers = Readonly<Record<string, Handler>>;

/** What the parts of the reader share. */
export interface LogContext {
  readonly emit: Emit;
  /** Made part of all ids: several runs of the browser can be in one log, and they use the same pointers. */
  readonly run: string;
  /** Counts the messages: what came first, also in a log without times. */
  ordinal: number;
}

/** A handler for messages of one form; others with the same first word are passed over when `others` says so. */
export function matching(
  pattern: RegExp,
  take: (found: readonly string[], message: Message) => void,
  others: 'broken' | 'ignored' = 'broken',
): Handler {
  return (message) => {
    const match = pattern.exec(message.text);
    if (match === null) return others === 'ignored';
    take(
      match.slice(1).map((group) => group ?? ''),
      message,
    );
    return true;
  };
}
