/** A browser with the extension in it, its DevTools open on the lab. */
export interface DevBrowser {
  /** Where a browser without a window can be inspected; null where it cannot. */
  readonly address: string | null;
  /** Shows the extension as it is in its folder now. Returns the browser that does so, this one or another. */
  reload(): Promise<DevBrowser>;
  /** Resolves when the browser was closed. */
  ended(): Promise<void>;
  close(): Promise<void>;
}
