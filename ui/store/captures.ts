import { batch, type ReadonlySignal, signal } from '@preact/signals';
import type { Analysis } from '../../src/analysis/analysis.ts';
import type { Finding } from '../../src/diagnosis/finding.ts';
import type { EvidenceBatch, LiveHost } from '../host.ts';
import type { Engine } from './engine.ts';
import { Feed } from './feed.ts';
import type { Notices } from './notices.ts';
import { type Defer, Scheduler } from './scheduler.ts';

/** Far above any page; keeps a hostile file from filling the memory. */
export const MAX_REQUESTS = 100_000;

/** Which capture is looked at. */
export type Shown =
  | { readonly kind: 'live' }
  | { readonly kind: 'file'; readonly name: string; readonly sample: boolean }
  /** A shell without a live capture, and no file yet. */
  | { readonly kind: 'nothing' };

/** What is known of the shown capture, all of one moment. */
export interface View {
  readonly analysis: Analysis;
  readonly findings: readonly Finding[];
}

export interface Captures {
  readonly shown: ReadonlySignal<Shown>;
  /** Null while nothing was recorded or read. */
  readonly view: ReadonlySignal<View | null>;
  /** Shows a file's capture; the live one goes on unseen. */
  showFile(feed: Feed, name: string, sample: boolean): void;
  /** Drops the file's capture. */
  backToLive(): void;
  /** Brings `view` up to date at once. */
  flush(): void;
  dispose(): void;
}

export interface CapturesOptions {
  readonly live: LiveHost | null;
  readonly engine: Engine;
  readonly notices: Notices;
  /** The capture that is shown became another one: what pointed into the old one points nowhere. */
  readonly onReplaced: () => void;
  readonly defer?: Defer | undefined;
  /** True while the user is in the middle of a gesture. */
  readonly busy?: (() => boolean) | undefined;
}

/** Holds the live capture and the one of a file, and keeps the analysis of the shown one up to date. */
export function createCaptures(options: CapturesOptions): Captures {
  const { live, engine, notices, onReplaced, defer, busy } = options;
  const nothing: Shown = live === null ? { kind: 'nothing' } : { kind: 'live' };
  const liveFeed = new Feed(MAX_REQUESTS);
  let fileFeed: Feed | null = null;
  const shown = signal<Shown>(nothing);
  const view = signal<View | null>(null);
  const scheduler = new Scheduler(recompute, { defer, busy });
  const unsubscribe = live?.subscribe(takeLive);

  function takeLive(evidence: EvidenceBatch): void {
    liveFeed.take(evidence);
    if (shown.value.kind !== 'live') return;
    if (evidence.before !== 'nothing') onReplaced();
    scheduler.request();
  }

  function recompute(): void {
    const feed = fileFeed ?? liveFeed;
    try {
      view.value = feed.empty ? null : viewOf(feed, engine);
      notices.dismiss('engine');
    } catch (error) {
      // A wrong conclusion must not blank the panel: the last good view stays, and this says so.
      console.error(error);
      const text = 'Coalescope failed to analyse this capture. What is shown may be old; please report this.';
      notices.show({ id: 'engine', kind: 'error', text, details: [String(error)] });
    }
  }

  function replace(feed: Feed | null, now: Shown): void {
    batch(() => {
      fileFeed = feed;
      shown.value = now;
      onReplaced();
      scheduler.stop();
      recompute();
    });
  }

  return {
    shown,
    view,
    showFile: (feed, name, sample) => replace(feed, { kind: 'file', name, sample }),
    backToLive: () => replace(null, nothing),
    flush: () => scheduler.flush(),
    dispose: () => {
      unsubscribe?.();
      scheduler.stop();
    },
  };
}

function viewOf(feed: Feed, engine: Engine): View {
  const analysis = engine.analyze(feed.snapshot());
  return { analysis, findings: engine.diagnose(analysis) };
}
