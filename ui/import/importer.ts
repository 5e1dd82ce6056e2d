import { type ReadonlySignal, signal } from '@preact/signals';
import { type Captures, MAX_REQUESTS } from '../store/captures.ts';
import { Feed } from '../store/feed.ts';
import type { Notices } from '../store/notices.ts';
import { formatCount, plural } from '../text/format.ts';
import { visible } from '../text/visible.ts';
import type { ImportReply, ImportRequest } from './messages.ts';

export interface ImportProgress {
  readonly name: string;
  readonly bytes: number;
  readonly total: number;
  readonly requests: number;
}

/** The part of a Worker that an import needs. */
export interface ImportWorker {
  postMessage(message: ImportRequest): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<ImportReply>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

export type SpawnWorker = () => ImportWorker;

export interface Importer {
  /** Null when no import runs. */
  readonly progress: ReadonlySignal<ImportProgress | null>;
  /** Reads the files as one capture and shows it. A running import is canceled. */
  start(files: readonly File[], options?: { readonly sample?: boolean }): void;
  cancel(): void;
}

export interface ImporterOptions {
  readonly captures: Captures;
  readonly notices: Notices;
  readonly spawnWorker?: SpawnWorker;
}

interface Run {
  readonly name: string;
  readonly sample: boolean;
  readonly total: number;
  readonly feed: Feed;
  readonly worker: ImportWorker;
}

/** Reads files in a worker of their own and hands the finished capture over. */
export function createImporter({ captures, notices, spawnWorker = spawn }: ImporterOptions): Importer {
  const progress = signal<ImportProgress | null>(null);
  let run: Run | null = null;

  function stop(): void {
    run?.worker.terminate();
    run = null;
    progress.value = null;
  }

  function take(current: Run, reply: ImportReply): void {
    // Messages of a canceled import may still be under way.
    if (run !== current) return;
    if (reply.kind === 'events') current.feed.take({ before: 'nothing', events: reply.events });
    else if (reply.kind === 'progress') progress.value = progressOf(current, reply.bytes);
    else if (reply.kind === 'failed') finish(current, reply.message);
    else finish(current, null);
  }

  function finish(current: Run, failure: string | null): void {
    stop();
    const problems = current.feed.snapshot().problems.map(({ message }) => visible(message));
    if (failure !== null) problems.unshift(visible(failure));
    if (current.feed.requests === 0) {
      refuse(current, problems);
      return;
    }
    captures.showFile(current.feed, current.name, current.sample);
    notices.announce(`${current.name}: ${plural(current.feed.requests, 'request')} read.`);
    if (problems.length > 0) report(current, problems);
  }

  function refuse({ name }: Run, problems: readonly string[]): void {
    const reason = problems[0]?.replace(`${name} `, 'It ') ?? 'There is no request in it.';
    const text = `${name} could not be opened. ${reason}`;
    notices.show({ id: 'import', kind: 'error', text, details: problems.slice(1) });
  }

  function report({ name, feed }: Run, problems: readonly string[]): void {
    const read = plural(feed.requests, 'request');
    const text = `${name}: not all of it could be read (${plural(problems.length, 'problem')}). What could be, ${read}, is shown.`;
    notices.show({ id: 'import', kind: 'warning', text, details: problems });
  }

  return {
    progress,
    start: (files, { sample = false } = {}) => {
      if (files.length === 0) return;
      stop();
      notices.dismiss('import');
      const current: Run = {
        name: nameOf(files),
        sample,
        total: files.reduce((sum, { size }) => sum + size, 0),
        feed: new Feed(MAX_REQUESTS),
        worker: spawnWorker(),
      };
      run = current;
      progress.value = progressOf(current, 0);
      current.worker.onmessage = ({ data }) => take(current, data);
      current.worker.onerror = ({ message }) => {
        if (run === current) finish(current, message || 'the reader stopped unexpectedly.');
      };
      current.worker.postMessage({ files });
    },
    cancel: () => {
      if (run === null) return;
      notices.announce(`Import of ${run.name} canceled.`);
      stop();
    },
  };
}

function progressOf({ name, total, feed }: Run, bytes: number): ImportProgress {
  return { name, bytes, total, requests: feed.requests };
}

function nameOf(files: readonly File[]): string {
  const names = files.slice(0, 2).map(({ name }) => visible(name, 100));
  const more = files.length > 2 ? ` + ${formatCount(files.length - 2)} more` : '';
  return names.join(' + ') + more;
}

function spawn(): ImportWorker {
  return new Worker(new URL('./import-worker.ts', import.meta.url), { type: 'module' });
}
