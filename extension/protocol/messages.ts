import type { EpochMs } from '../../src/model/capture.ts';
import type { Evidence } from '../../src/model/evidence.ts';
import type { EvidenceBatch, LiveState } from '../../ui/host.ts';

/**
 * All that the worker and its pages say to each other. A page connects, says hello with what it already
 * has, and is answered with what it lacks; so either end may go away at any moment and come back.
 */
export const PROTOCOL = 1;

/** The name of every port of this protocol. */
export const PORT_NAME = 'coalescope';

/** What one DevTools network entry said. `n` counts from 1 in one DevTools page. */
export interface PageRecord {
  readonly n: number;
  readonly events: readonly Evidence[];
}

export interface DevtoolsHello {
  readonly type: 'hello';
  readonly protocol: typeof PROTOCOL;
  readonly role: 'devtools';
  readonly tabId: number;
  /** One id for as long as this DevTools is open: another one means another session. */
  readonly page: string;
}

export interface PanelHello {
  readonly type: 'hello';
  readonly protocol: typeof PROTOCOL;
  readonly role: 'panel';
  readonly tabId: number;
  /** The journal it has read from, and how far; null when it has nothing. */
  readonly journal: string | null;
  readonly since: number;
}

export type Hello = DevtoolsHello | PanelHello;

/** Keeps the worker awake while DevTools is open, so that it is not started anew every half minute. */
export interface Ping {
  readonly type: 'ping';
}

export type FromDevtools =
  | DevtoolsHello
  | Ping
  | { readonly type: 'records'; readonly records: readonly PageRecord[] }
  /** The tab shows another page. */
  | { readonly type: 'navigated'; readonly url: string }
  /** The answer to `when-started`, null when the page does not say. */
  | { readonly type: 'started'; readonly url: string; readonly startedAt: EpochMs | null };

export type FromPanel =
  | PanelHello
  | Ping
  | { readonly type: 'set-recording'; readonly on: boolean }
  | { readonly type: 'set-keep-log'; readonly on: boolean }
  | { readonly type: 'set-deep-capture'; readonly on: boolean }
  | { readonly type: 'clear' }
  /** What the browser's own log says of the tab's requests. */
  | { readonly type: 'join'; readonly events: readonly Evidence[] };

export type ToDevtools =
  /** The worker has the records up to `have`, but lost what those from `refillFrom` said. */
  | { readonly type: 'welcome'; readonly have: number; readonly refillFrom: number | null }
  /** The worker saw no request for this page: when did its navigation begin? */
  | { readonly type: 'when-started'; readonly url: string }
  /** The records before `from` will not be asked for again. */
  | { readonly type: 'forget'; readonly from: number }
  /** These are not part of the capture (paused, of the page before, over the bound), so nobody need keep them. */
  | { readonly type: 'unwanted'; readonly records: readonly number[] };

export type ToPanel =
  | {
      readonly type: 'evidence';
      readonly journal: string;
      readonly batch: EvidenceBatch;
      /** The place in the journal after this batch. */
      readonly upTo: number;
    }
  | { readonly type: 'state'; readonly state: Omit<LiveState, 'link'> };
