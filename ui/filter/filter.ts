/** The keys of the filter language, with the values that each takes. */
export const FILTER_KEYS = {
  status: 'the status of any attempt: 421, 4xx or none',
  host: 'part of the host name, or a pattern with *',
  method: 'GET, POST, …',
  connection: 'a connection ID',
  is: 'coalesced, misdirected, hidden, resent, misrouted, redundant',
} as const;

export type FilterKey = keyof typeof FILTER_KEYS;

export const IS_VALUES = ['coalesced', 'misdirected', 'hidden', 'resent', 'misrouted', 'redundant'] as const;
export type IsValue = (typeof IS_VALUES)[number];

/** One condition; all of a filter's conditions must hold. */
export interface Term {
  readonly negated: boolean;
  /** Null for free text, which is searched for in the URL. */
  readonly key: FilterKey | null;
  /** In lower case. One of them has to match (`status:200,421`). */
  readonly values: readonly string[];
}

export interface Filter {
  readonly terms: readonly Term[];
  /** The terms that were not understood and are ignored, one sentence each. */
  readonly problems: readonly string[];
}
