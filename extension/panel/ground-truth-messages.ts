import type { Capture } from '../../src/model/capture.ts';

/** Messages from the panel to the web worker that records the browser's own log. Each worker makes one recording. */
export type ToGroundTruth = { readonly type: 'start'; readonly port: number } | { readonly type: 'stop' };

export type FromGroundTruth =
  | { readonly type: 'recording' }
  | { readonly type: 'log'; readonly log: Capture }
  /** `reason` is a sentence for the user. */
  | { readonly type: 'failed'; readonly reason: string };
