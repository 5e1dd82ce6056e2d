import type { EpochMs } from '../../src/model/capture.ts';
import type { Evidence } from '../../src/model/evidence.ts';
import type { EvidenceBatch, LiveState } from '../../ui/host.ts';

/**
 * The messages between the worker and its pages. A page connects and sends a hello that says what it already has; the
 * worker sends what it lacks. So either end may disappear at any moment and reconnect.
 */
export const PROTOCOL = 1;

/** The name of every port of this protocol. */
export const PORT_NAME = 'coalescope';

/** The evidence from one network entry of DevTools. `n` counts from 1 in each DevTools page. */
export interface PageRecord {
  readonly n: number;
  readonly events: readonly Evidence[];
}

export interface DevtoolsHello {
  readonly type: 'hello';
  readonly protocol: typeof PROTOCOL;
  readonly role: 'devtools';
  readonly tabId: number;
  /** An id that lasts as long as this DevTools is open: a different one means a new session. */
  readonly page: string;
}

export interface PanelHello {
  readonly type: 'hello';
  readonly protocol: typeof PROTOCOL;
  readonly role: 'panel';
  readonly tabId: number;
  /** The journal that it has read up to `since`; null when it has nothing. */
  readonly journal: string | null;
  readonly since: number;
}

export type Hello = DevtoolsHello | PanelHello;

/** Keeps the worker running while DevTools is open, so that the browser does not restart it every half minute. */
export interface Ping {
  readonly type: 'ping';
}

export type FromDevtools =
  | DevtoolsHello
  | Ping
  | { readonly type: 'records'; readonly records: readonly PageRecord[] }
  /** The tab shows another page. */
  | { readonly type: 'navigated'; readonly url: string }
  /** The answer to `when-started`; null when the page does not report it. */
  | { readonly type: 'started'; readonly url: string; readonly startedAt: EpochMs | null };

export type FromPanel =
  | PanelHello
  | Ping
  | { readonly type: 'set-recording'; readonly on: boolean }
  | { readonly type: 'set-keep-log'; readonly on: boolean }
  | { readonly type: 'set-deep-capture'; readonly on: boolean }
  | { readonly type: 'clear' }
  /** Evidence from the browser's own log about the tab's requests. */
  | { readonly type: 'join'; readonly events: readonly Evidence[] };

export type ToDevtools =
  /** The worker has the records up to `have`, but lost the content of those from `refillFrom`. */
  | { readonly type: 'welcome'; readonly have: number; readonly refillFrom: number | null }
  /** The worker saw no request for this page, and asks when its navigation started. */
  | { readonly type: 'when-started'; readonly url: string }
  /** The worker no longer needs the records before `from`. */
  | { readonly type: 'forget'; readonly from: number }
  /** These are not part of the capture (paused, of the previous page, over the limit) and need not be kept. */
  | { readonly type: 'unwanted'; readonly records: readonly number[] };

export type ToPanel =
  | {
      readonly type: 'evidence';
      readonly journal: string;
      readonly batch: EvidenceBatch;
      /** The position in the journal after this batch. */
      readonly upTo: number;
    }
  | { readonly type: 'state'; readonly state: Omit<LiveState, 'link'> };
