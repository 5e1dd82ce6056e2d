import type { Emit } from '../../model/evidence.ts';
import type { Origin } from '../../model/origin.ts';
import type { ReadCertificate } from '../certificates.ts';
import type { NetLogEvent } from './events/netlog-event.ts';

/** What all parts of the reader share. */
export interface NetLogContext {
  readonly emit: Emit;
  /** The name of one of Chromium's error numbers. */
  readonly errorName: (code: number) => string;
  readonly readCertificate: ReadCertificate;
  /** Counts the events: what came first, where the clock's milliseconds are too coarse. */
  ordinal: number;
  /** The proxy that leads to an origin. With any seen, the address of a connection is not always that of its host. */
  readonly proxies: Map<Origin, string>;
}

export type Handler = (event: NetLogEvent) => void;

/** A part of the reader: what it does with the event types it knows. */
export type Handlers = Readonly<Record<string, Handler>>;

export interface EventConsumer {
  readonly handlers: Handlers;
  /** How many sources and the like it holds. */
  readonly size: number;
}
