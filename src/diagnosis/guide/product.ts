import type { Protocol } from '../../model/capture.ts';
import type { Product } from '../products.ts';
import type { Reference } from '../reference.ts';

/** Where a server's log is, as its packages and images have it. */
export type LogSource =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'journal'; readonly unit: string }
  | { readonly kind: 'container'; readonly name: string };

export interface ServerLog {
  readonly source: LogSource;
  /** Words that stand in the line as they are. No quote in them. */
  readonly words: string;
  /** The line names the host that was asked for. */
  readonly namesHost: boolean;
}

/** What one version does otherwise than others, where it concerns a 421. */
export interface VersionChange {
  /** First and last version, both included; `2.6` stands for all that begin with it. Null for an open end. */
  readonly from: string | null;
  readonly until: string | null;
  /** Whether it could be the reason here. */
  readonly fits: (failure: { readonly always: boolean; readonly protocol: Protocol | null }) => boolean;
  readonly text: string;
  readonly reference: Reference;
}

/** What the guide knows of one product. */
export interface ProductGuide {
  readonly product: Product;
  /** The line with which it explains a 421 of its own; null when it writes none. */
  readonly reason: ServerLog | null;
  /** The line for every request. */
  readonly access: ServerLog | null;
  /** How it tells its version; null for a service, which has none of the user's to update. */
  readonly version: {
    /** In `server`, with the number in the first group; null when it never stands there. */
    readonly told: RegExp | null;
    readonly command: string;
  } | null;
  readonly changes: readonly VersionChange[];
}

/** The status in an access log, between spaces. */
export const STATUS_WORDS = ' 421 ';

/** An access log as most servers write it, in a file: with the status, and without the host. */
export function accessLog(path: string): ServerLog {
  return { source: { kind: 'file', path }, words: STATUS_WORDS, namesHost: false };
}
