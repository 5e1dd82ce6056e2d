import type { ConnectionId, Millis } from '../../model/capture.ts';

/**
 * What 421s cost the page. A measure that no source reports is null. Where it is reported for some of the 421s, it is
 * the sum of those, and `atLeast` names it.
 */
export interface Cost {
  /** Attempts answered 421. */
  readonly attempts: number;
  /**
   * From the sending of each to the sending of the attempt that follows it, including the setup of a new connection;
   * to the end of its response where none follows. Requests that waited at the same time all count.
   */
  readonly ms: Millis | null;
  /**
   * Bytes of the bodies of those requests, as counted or from Content-Length, and of those responses, from
   * Content-Length. No source reports the size of headers.
   */
  readonly bytesSent: number | null;
  readonly bytesReceived: number | null;
  /** Connections that were opened to send the request again, used or given up. */
  readonly connections: readonly ConnectionId[] | null;
  /** DNS, TCP or QUIC, and TLS of these connections; `ms` includes it. */
  readonly setupMs: Millis | null;
  readonly atLeast: readonly CostMeasure[];
}

export type CostMeasure = 'ms' | 'bytesSent' | 'bytesReceived' | 'connections' | 'setupMs';

/** What one attempt that was answered 421 cost, in the terms of {@link Cost}; null is what no source reports. */
export interface Loss {
  readonly ms: Millis | null;
  readonly bytesSent: number | null;
  readonly bytesReceived: number | null;
  /** Whether the next attempt had to wait for a connection. */
  readonly opensConnection: boolean | null;
  /** That connection, and those that were opened for it and given up. */
  readonly opened: readonly OpenedConnection[];
}

export interface OpenedConnection {
  readonly id: ConnectionId;
  readonly setupMs: Millis | null;
}
