import type { Evidence } from '../../src/model/evidence.ts';

/** What the panel sends the import worker: once, to start it. */
export interface ImportRequest {
  readonly files: readonly File[];
}

/** What the import worker answers. */
export type ImportReply =
  | { readonly kind: 'events'; readonly events: readonly Evidence[] }
  /** `bytes` of the files as they lie on the disk, over all files. */
  | { readonly kind: 'progress'; readonly bytes: number }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly message: string };
