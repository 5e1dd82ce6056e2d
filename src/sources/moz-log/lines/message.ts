import type { EpochMs } from '../../../model/capture.ts';
import type { Emit } from '../../../model/evidence.ts';

/** Ends the listing of a header section. */
export const END_OF_LIST = ']';

/** The context from earlier lines of a thread, without which its next lines cannot be understood. */
export interface Thread {
  /** The channel whose `uri=` line comes next. */
  channel: string | null;
  /** The channel that is creating a transaction, whose `Init` comes next. */
  maker: string | null;
  /** The transaction that was created last: its request headers come next. */
  made: string | null;
  /** The transaction whose request headers are being listed, line by line. */
  listing: string | null;
  /** The transaction whose response is being parsed. */
  parsing: string | null;
  /** The connection that was set up last: its session comes next. */
  connection: string | null;
  /** A match in the table of connections that can be shared; the decision comes next. */
  match: { readonly connection: string; readonly key: string } | null;
  /** The socket that starts to connect; the address comes next. */
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

/** One line that may be used. */
export interface Message {
  readonly text: string;
  readonly thread: Thread;
  /** Null in a log without times. Computed on access, which must happen while the line is handled. */
  readonly time: EpochMs | null;
}

/** Returns false if the text does not have the form that its first word requires: the line is truncated or broken. */
export type Handler = (message: Message) => boolean;
/** Handlers by first word. */
export type Handlers = Readonly<Record<string, Handler>>;

/** Shared by the parts of the reader. */
export interface LogContext {
  readonly emit: Emit;
  /** Part of all ids: one log can contain several runs of the browser, which use the same pointers. */
  readonly run: string;
  /** Number of messages so far. It gives the order of events, even in a log without times. */
  ordinal: number;
}

/** A handler for messages of one form. `others` decides whether other messages with that first word are ignored. */
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
