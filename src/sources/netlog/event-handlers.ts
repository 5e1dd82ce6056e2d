import type { Emit } from '../../model/evidence.ts';
import type { Origin } from '../../model/origin.ts';
import type { ReadCertificate } from '../certificates.ts';
import type { NetLogEvent } from './events/netlog-event.ts';

/** What all event consumers share. */
export interface NetLogContext {
  readonly emit: Emit;
  /** The name of a Chromium error number. */
  readonly errorName: (code: number) => string;
  readonly readCertificate: ReadCertificate;
  /** Counts the events. It orders those within one millisecond of the clock. */
  ordinal: number;
  /** The proxy that leads to an origin. Once there is any, a connection's address may not be that of its host. */
  readonly proxies: Map<Origin, string>;
}

export type Handler = (event: NetLogEvent) => void;

/** Handlers by event type. */
export type Handlers = Readonly<Record<string, Handler>>;

/** Follows one kind of source through its events. */
export interface EventConsumer {
  readonly handlers: Handlers;
  /** How many sources and other records it holds. */
  readonly size: number;
}
