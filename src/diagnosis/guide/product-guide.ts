import type { Protocol } from '../../model/capture.ts';
import type { Reference } from '../reference.ts';

/** Where a server's log is, as its packages and images have it. */
export type LogSource =
  /** `redHat`: its path in the packages of Red Hat and its relatives, where that differs. */
  | { readonly kind: 'file'; readonly path: string; readonly redHat?: string }
  | { readonly kind: 'journal'; readonly unit: string }
  | { readonly kind: 'container'; readonly name: string };

export interface ServerLog {
  readonly source: LogSource;
  /** Words of the line, to search for as they are. No quote in them. */
  readonly words: string;
  /** The line names the requested host. */
  readonly namesHost: boolean;
}

/** How some versions differ from others in what they do about a 421. */
export interface VersionChange {
  /** First and last version, both included; `2.6` stands for all that begin with it. Null for an open end. */
  readonly from: string | null;
  readonly until: string | null;
  /** Whether it could be the reason here. */
  readonly fits: (failure: { readonly always: boolean; readonly protocol: Protocol | null }) => boolean;
  readonly text: string;
  readonly reference: Reference;
}

/** Where to find a product's log lines and its version, and which versions have known faults. */
export interface ProductGuide {
  /** The line with which it explains its own 421; null when it writes none. */
  readonly reason: ServerLog | null;
  /** The line that it writes for every request. */
  readonly access: ServerLog | null;
  /** Where its version is found; null for a service, which the user cannot update. */
  readonly version: {
    /** In the Server header, with the number in the first group; null when it is never there. */
    readonly inServer: RegExp | null;
    /** The same in the status page, which keeps it where a proxy replaces the header. */
    readonly inPage?: RegExp;
    /** Forks, whose version numbers are their own. */
    readonly forks?: readonly { readonly name: string; readonly inServer: RegExp }[];
    readonly command: string;
  } | null;
  readonly changes: readonly VersionChange[];
}

/** The status in an access log, between spaces. */
export const STATUS_WORDS = ' 421 ';

/** An access log as most servers write it, in a file: with the status, and without the host. */
export function accessLog(path: string, redHat?: string): ServerLog {
  return {
    source: { kind: 'file', path, ...(redHat !== undefined && { redHat }) },
    words: STATUS_WORDS,
    namesHost: false,
  };
}

/** A service that its operator runs: the user has neither its log nor its version. */
export const SERVICE_GUIDE: ProductGuide = { reason: null, access: null, version: null, changes: [] };
