/**
 * A connection to a browser's debugging endpoint (a WebSocket or a pair of pipes). It carries JSON messages of the
 * DevTools protocol in order, in both directions.
 */
export interface Transport {
  send(text: string): void;
  close(): void;
  /** Set once, by the client, before any message can arrive. */
  onText: (text: string) => void;
  /** The other end is gone, for whatever reason. Called once. */
  onClosed: () => void;
}
