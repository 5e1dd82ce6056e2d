import { type Signal, signal } from '@preact/signals';
import type { Analysis } from '../../src/analysis/analysis.ts';
import { confirmedBy } from '../../src/analysis/confirmed-statements.ts';
import type { Capture } from '../../src/model/capture.ts';
import type { Evidence } from '../../src/model/evidence.ts';
import { groundTruthOf } from '../../src/model/ground-truth.ts';
import type { EvidenceBatch, PanelHost } from '../host.ts';
import type { Captures } from '../store/captures.ts';
import type { Notices } from '../store/notices.ts';
import { plural } from '../text/format.ts';
import { visible } from '../text/visible.ts';
import { joinedWords } from './ground-truth-text.ts';

/** The port in Chromium's own examples of `--remote-debugging-port`. */
const USUAL_PORT = 9222;

/** Joins the live capture with the browser's own log of it. */
export interface Joiner {
  /** The debugging port that the user entered. */
  readonly port: Signal<number>;
  /** Ends the recording and joins its log. */
  stop(): Promise<void>;
  /** Joins a log that was read from a file, and shows the live capture. */
  join(log: Capture): void;
  dispose(): void;
}

export interface JoinerOptions {
  readonly host: PanelHost;
  readonly captures: Captures;
  readonly notices: Notices;
}

const isJoined = (event: Evidence) => event.kind === 'source' && event.source === 'netlog';

/** A log that was sent to the live capture and is not yet part of it. */
interface Pending {
  /** The capture before the log. */
  readonly analysis: Analysis;
  /** The beginning of the keys of the log's evidence. */
  readonly prefix: string;
  /** Whether the first of its evidence has arrived. */
  begun: boolean;
}

/** Joins the log of a recording or a file with the live capture, and reports the result. */
export function createJoiner({ host, captures, notices }: JoinerOptions): Joiner {
  let pending: Pending | null = null;
  let problems: readonly string[] = [];
  const unsubscribe = host.groundTruth && host.live?.subscribe((batch) => take(batch));

  function take({ before, events }: EvidenceBatch): void {
    if (before === 'clear') pending = null;
    if (pending === null) return;
    // After a restart of the worker everything is sent again, earlier logs included.
    if (before === 'reset') pending.begun = false;
    const { prefix } = pending;
    const first = events.findIndex((event) => 'key' in event && event.key.startsWith(prefix));
    if (first >= 0) pending.begun = true;
    const rest = events.slice(Math.max(first, 0));
    if (pending.begun && rest.some(isJoined)) finish(pending.analysis);
  }

  function join(log: Capture): void {
    captures.backToLive();
    captures.flush();
    const analysis = captures.view.value?.analysis ?? null;
    problems = log.problems.map(({ message }) => visible(message));
    if (analysis === null) {
      refuse('There is no live capture to join the log with yet. Reload the page first.');
      return;
    }
    const name = `${Date.now()}`;
    const truth = groundTruthOf(analysis.capture, log, name);
    if (truth.requests === 0) {
      const requests = plural(log.requests.length, 'request');
      refuse(
        `The log contains ${requests}. None of them matches a request in this capture that is not yet observed.`,
      );
      return;
    }
    pending = { analysis, prefix: `${name}/`, begun: false };
    host.groundTruth?.join(truth.events);
  }

  function finish(known: Analysis): void {
    pending = null;
    captures.flush();
    const after = captures.view.value?.analysis;
    if (after === undefined) return;
    const text = `Joined with the browser’s own log: ${joinedWords(confirmedBy(known, after))}`;
    notices.show({ id: 'ground-truth', kind: 'success', text, details: problems });
    notices.announce(text);
  }

  function refuse(text: string): void {
    notices.show({ id: 'ground-truth', kind: 'warning', text, details: problems });
  }

  return {
    port: signal(USUAL_PORT),
    stop: async () => {
      const log = (await host.groundTruth?.stop()) ?? null;
      if (log !== null) join(log);
    },
    join,
    dispose: () => unsubscribe?.(),
  };
}
