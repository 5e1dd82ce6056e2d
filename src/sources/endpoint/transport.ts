/**
 * A line to a browser's debugging endpoint (a WebSocket, or a pair of pipes): JSON texts of the DevTools
 * protocol, each way in their order.
 */
export interface Transport {
  send(text: string): void;
  close(): void;
  /** Set once, by the client, before anything can come. */
  onText: (text: string) => void;
  /** The other end is gone, for whatever reason. Said once. */
  onClosed: () => void;
}
