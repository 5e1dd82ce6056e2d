/** A browser with the extension in it, its DevTools open on the lab. */
export interface DevBrowser {
  /** What a developer without a window needs to know. */
  readonly address: string | null;
  /** Loads the extension anew from its folder, and the lab's page with it. */
  reload(): Promise<void>;
  /** Resolves when the browser was closed. */
  ended(): Promise<void>;
  close(): Promise<void>;
}
