import type { Evidence } from '../../src/model/evidence.ts';

/** The panel's only message to the import worker: it starts the import. */
export interface ImportRequest {
  readonly files: readonly File[];
}

/** A message from the import worker. */
export type ImportReply =
  | { readonly kind: 'events'; readonly events: readonly Evidence[] }
  /** `bytes` read of all files, counted as on disk (compressed). */
  | { readonly kind: 'progress'; readonly bytes: number }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly message: string };
