import type { ReadonlySignal } from '@preact/signals';
import type { Capture } from '../src/model/capture.ts';
import type { Evidence } from '../src/model/evidence.ts';

/**
 * What a shell provides to the panel. There are three: the DevTools panel, a page of the extension (files only),
 * and an ordinary page (tests, the website). The panel knows nothing else about where it runs.
 */
export interface PanelHost {
  readonly shell: 'devtools' | 'extension-page' | 'page';
  readonly theme: ReadonlySignal<'light' | 'dark'>;
  /** Live capture of one tab, or null where there is none. */
  readonly live: LiveHost | null;
  /** The browser's own log of the live capture's requests, where the browser offers it (Chromium). */
  readonly groundTruth?: GroundTruthHost;
  /** What to show at the start instead of the empty state. */
  readonly startWith?: 'sample';
  /** Offers the text to the user as a file. Rejects with a message for the user. */
  saveFile(name: string, mimeType: string, text: string): Promise<void>;
}

export type GroundTruthState =
  | { readonly state: 'off' | 'connecting' | 'recording' | 'reading' }
  /** It could not start, or was interrupted; `reason` is a sentence for the user. */
  | { readonly state: 'failed'; readonly reason: string };

/** Records the browser's own log through its debugging port. */
export interface GroundTruthHost {
  readonly state: ReadonlySignal<GroundTruthState>;
  /** The command that starts this browser, on this system, so that it lets the extension in. */
  commandLine(port: number): string;
  /** Resolves to true when the recording has started. */
  start(port: number): Promise<boolean>;
  /** Ends the recording. Resolves to the log of all tabs, or null when there is none (`state` says why). */
  stop(): Promise<Capture | null>;
  /** Adds to the live capture. Its last batch arrives at subscribers with the `source` event {@link JOINED}. */
  join(events: readonly Evidence[]): void;
}

/** Marks the end of the joined evidence. */
export const JOINED: Evidence = { kind: 'source', source: 'netlog' };

export type DeepCapture =
  | { readonly state: 'off' | 'starting' | 'on' }
  /** It stopped by itself or could not start; `reason` is a sentence for the user. */
  | { readonly state: 'failed'; readonly reason: string };

export interface LiveState {
  readonly recording: boolean;
  readonly keepLog: boolean;
  readonly deep: DeepCapture;
  /** `reconnecting` while the background worker is away; nothing is lost in the meantime. */
  readonly link: 'connected' | 'reconnecting';
}

export interface LiveHost {
  readonly state: ReadonlySignal<LiveState>;
  /**
   * Calls back with evidence in order. `reset` means: forget everything before (the batch then starts from
   * the beginning); `clear` means: forget the requests, keep what is known about connections.
   */
  subscribe(listener: (batch: EvidenceBatch) => void): () => void;
  setRecording(recording: boolean): void;
  setKeepLog(keep: boolean): void;
  /** Whether this browser supports it: Firefox has no debugger for extensions. */
  readonly hasDeepCapture: boolean;
  setDeepCapture(on: boolean): void;
  clear(): void;
  reloadPage(): void;
}

export interface EvidenceBatch {
  readonly before: 'nothing' | 'clear' | 'reset';
  readonly events: readonly Evidence[];
}
