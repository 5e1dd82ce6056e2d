import { batch, type ReadonlySignal, signal } from '@preact/signals';
import type { Evidence } from '../../src/model/evidence.ts';
import type { Steps } from '../../src/model/steps.ts';
import type { EvidenceBatch, LiveHost } from '../host.ts';
import type { Engine } from './engine.ts';
import { Feed } from './feed.ts';
import type { Notices } from './notices.ts';
import { type Defer, Scheduler } from './scheduler.ts';
import { type View, viewOf } from './view.ts';

/** Far more than any page makes; keeps a malicious file from filling the memory. */
export const MAX_REQUESTS = 100_000;

/** Which capture is shown. */
export type Shown =
  | { readonly kind: 'live' }
  /** `reading` while more of it arrives. */
  | { readonly kind: 'file'; readonly name: string; readonly sample: boolean; readonly reading: boolean }
  /** A shell without a live capture, with no file open yet. */
  | { readonly kind: 'nothing' };

/** A file that is being read. It is shown as soon as it has a request. */
export interface Reading {
  readonly feed: Pick<Feed, 'requests' | 'problems'>;
  take(events: readonly Evidence[]): void;
  /** The whole file has been read. */
  finish(): void;
  /** Shows the previous capture again immediately; true if the file was already shown. */
  cancel(): boolean;
}

export interface Captures {
  readonly shown: ReadonlySignal<Shown>;
  /** Null while nothing has been recorded or read. */
  readonly view: ReadonlySignal<View | null>;
  /** Starts a file's capture; the live one continues in the background. */
  read(name: string, sample: boolean): Reading;
  /** Drops the file's capture. */
  backToLive(): void;
  /** Updates `view` immediately. */
  flush(): void;
  dispose(): void;
}

export interface CapturesOptions {
  readonly live: LiveHost | null;
  readonly engine: Engine;
  readonly notices: Notices;
  /** Another capture is shown: references into the old one are invalid. */
  readonly onReplaced: () => void;
  readonly defer?: Defer | undefined;
  /** True while the user is in the middle of a gesture. */
  readonly busy?: (() => boolean) | undefined;
}

/** One capture, with the latest view of it. */
interface Source {
  readonly feed: Feed;
  shown: Shown;
  view: View | null;
  /** The number of the feed's changes that the view includes. */
  viewed: number;
}

/** Holds the live capture and that of a file, and keeps the view of the shown one up to date. */
export function createCaptures(options: CapturesOptions): Captures {
  const { live: host, engine, notices, onReplaced, defer, busy } = options;
  const live: Source = {
    feed: new Feed(MAX_REQUESTS),
    shown: { kind: host ? 'live' : 'nothing' },
    view: null,
    viewed: 0,
  };
  let current = live;
  /** Replaces the current one as soon as there is a view of it. */
  let next: Source | null = null;
  const shown = signal<Shown>(live.shown);
  const view = signal<View | null>(null);
  const scheduler = new Scheduler(update, { defer, pause: defer, busy });
  const unsubscribe = host?.subscribe(takeLive);

  function takeLive(evidence: EvidenceBatch): void {
    live.feed.take(evidence);
    if (evidence.before !== 'nothing') live.view = null;
    if (current !== live) return;
    if (evidence.before === 'nothing') {
      scheduler.request();
      return;
    }
    onReplaced();
    scheduler.restart();
  }

  function* update(): Steps<void> {
    const source = next ?? current;
    try {
      const { changes } = source.feed;
      source.view = yield* viewOf(source.feed, engine);
      source.viewed = changes;
      show(source);
      notices.dismiss('engine');
    } catch (error) {
      // A bug in the analysis must not blank the panel: the last good view stays, with a notice.
      console.error(error);
      const text =
        'Coalescope could not analyse this capture. The view may be out of date. Please report this bug.';
      notices.show({ id: 'engine', kind: 'error', text, details: [String(error)] });
    }
  }

  function show(source: Source): void {
    batch(() => {
      if (source !== current) onReplaced();
      current = source;
      if (next === source) next = null;
      shown.value = source.shown;
      view.value = source.view;
    });
  }

  /** Shows a source with its latest view, which may be old; newer evidence follows soon. */
  function showAgain(source: Source): void {
    show(source);
    if (source.viewed === source.feed.changes) scheduler.stop();
    else scheduler.restart();
  }

  function read(name: string, sample: boolean): Reading {
    const before = current;
    const feed = new Feed(MAX_REQUESTS);
    const source: Source = {
      feed,
      shown: { kind: 'file', name, sample, reading: true },
      view: null,
      viewed: 0,
    };
    return {
      feed,
      take: (events) => {
        feed.take({ before: 'nothing', events });
        if (feed.requests === 0) return;
        if (current !== source) next = source;
        scheduler.request();
      },
      finish: () => {
        source.shown = { kind: 'file', name, sample, reading: false };
        if (current === source) shown.value = source.shown;
        else next = source;
        scheduler.restart();
      },
      cancel: () => {
        const wasShown = current === source;
        next = null;
        showAgain(wasShown ? before : current);
        return wasShown;
      },
    };
  }

  return {
    shown,
    view,
    read,
    backToLive: () => {
      next = null;
      showAgain(live);
    },
    flush: () => scheduler.flush(),
    dispose: () => {
      unsubscribe?.();
      scheduler.stop();
    },
  };
}
