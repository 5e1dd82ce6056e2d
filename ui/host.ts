import type { ReadonlySignal } from '@preact/signals';
import type { Evidence } from '../src/model/evidence.ts';

/**
 * What a shell gives the panel. There are three: the DevTools panel, a page of the extension (files only),
 * and an ordinary page (tests, the website). The panel knows nothing else of where it runs.
 */
export interface PanelHost {
  readonly shell: 'devtools' | 'extension-page' | 'page';
  readonly theme: ReadonlySignal<'light' | 'dark'>;
  /** Live capture of one tab, or null where there is none. */
  readonly live: LiveHost | null;
  /** What to show at the start instead of nothing. */
  readonly startWith?: 'sample';
  /** Offers the text to the user as a file. Rejects with a message for the user. */
  saveFile(name: string, mimeType: string, text: string): Promise<void>;
}

export type DeepCapture =
  | { readonly state: 'off' | 'starting' | 'on' }
  /** It stopped by itself or could not start; `reason` is a sentence for the user. */
  | { readonly state: 'failed'; readonly reason: string };

export interface LiveState {
  readonly recording: boolean;
  readonly keepLog: boolean;
  readonly deep: DeepCapture;
  /** `reconnecting` while the background worker is away; nothing is lost meanwhile. */
  readonly link: 'connected' | 'reconnecting';
}

export interface LiveHost {
  readonly state: ReadonlySignal<LiveState>;
  /**
   * Calls back with evidence in order. `reset` means: forget what came before (the batch then starts from
   * the beginning); `clear` means: forget the requests, keep what is known of connections.
   */
  subscribe(listener: (batch: EvidenceBatch) => void): () => void;
  setRecording(recording: boolean): void;
  setKeepLog(keep: boolean): void;
  setDeepCapture(on: boolean): void;
  clear(): void;
  reloadPage(): void;
}

export interface EvidenceBatch {
  readonly before: 'nothing' | 'clear' | 'reset';
  readonly events: readonly Evidence[];
}
