import { type ReadonlySignal, signal } from '@preact/signals';
import type { Problem } from '../../src/model/capture.ts';
import { type Captures, MAX_REQUESTS, type Reading, type Shown } from '../store/captures.ts';
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
  /** Reads the files as one capture and shows it while it grows. A running import is cancelled. */
  start(files: readonly File[], options?: { readonly sample?: boolean }): void;
  /** Shows the previous capture again, and says so. */
  cancel(): void;
}

export interface ImporterOptions {
  readonly captures: Captures;
  readonly notices: Notices;
  readonly spawnWorker?: SpawnWorker;
}

interface Run {
  readonly name: string;
  readonly total: number;
  readonly reading: Reading;
  readonly worker: ImportWorker;
}

/** The builder's code for a capture that has reached its limit. */
const FULL: Problem['code'] = 'capture-full';

const SHOWN_AFTER_CANCEL: Readonly<Record<Shown['kind'], string>> = {
  live: 'The live capture is shown again.',
  file: 'The previous capture is shown again.',
  nothing: 'Nothing was kept.',
};

/** Reads files in a worker; the capture is shown as it grows. */
export function createImporter({ captures, notices, spawnWorker = spawn }: ImporterOptions): Importer {
  const progress = signal<ImportProgress | null>(null);
  let run: Run | null = null;

  /** Ignores everything the worker still sends: messages may be on their way. */
  function stop({ worker }: Run): void {
    worker.onmessage = null;
    worker.onerror = null;
    worker.terminate();
    run = null;
    progress.value = null;
  }

  function take(current: Run, reply: ImportReply): void {
    if (reply.kind === 'events') current.reading.take(reply.events);
    else if (reply.kind === 'progress') progress.value = progressOf(current, reply.bytes);
    else if (reply.kind === 'failed') finish(current, reply.message);
    else finish(current, null);
  }

  function finish(current: Run, failure: string | null): void {
    stop(current);
    const { reading, name } = current;
    const { requests } = reading.feed;
    const problems = reading.feed.problems.filter(({ code }) => code !== FULL).map(textOf);
    if (failure !== null) problems.unshift(visible(failure));
    if (requests === 0) {
      reading.cancel();
      refuse(current, problems);
      return;
    }
    reading.finish();
    notices.announce(`${name}: ${plural(requests, 'request')} read.`);
    if (reading.feed.problems.some(({ code }) => code === FULL)) notifyFull(current);
    if (problems.length > 0) report(current, problems);
  }

  function notifyFull({ name }: Run): void {
    const text = `${name} contains more than ${plural(MAX_REQUESTS, 'request')}. The first ${formatCount(MAX_REQUESTS)} are shown; the command line reads all of them.`;
    notices.show({ id: 'import-full', kind: 'warning', text });
  }

  function refuse({ name }: Run, problems: readonly string[]): void {
    const reason = problems[0]?.replace(`${name} `, 'It ') ?? 'It contains no requests.';
    const text = `${name} could not be opened. ${reason}`;
    notices.show({ id: 'import', kind: 'error', text, details: problems.slice(1) });
  }

  function report({ name, reading }: Run, problems: readonly string[]): void {
    const read = plural(reading.feed.requests, 'request');
    const text = `${name}: not all of it could be read (${plural(problems.length, 'problem')}). The part that could be read is shown: ${read}.`;
    notices.show({ id: 'import', kind: 'warning', text, details: problems });
  }

  /** The view changed under the user's hands, so the notice stays instead of only being announced. */
  function notifyCancelled(name: string): void {
    const text = `Import of ${name} cancelled. ${SHOWN_AFTER_CANCEL[captures.shown.value.kind]}`;
    notices.show({ id: 'import', kind: 'info', text });
  }

  return {
    progress,
    start: (files, { sample = false } = {}) => {
      if (files.length === 0) return;
      const previous = run;
      if (previous !== null) {
        stop(previous);
        previous.reading.cancel();
      }
      notices.dismiss('import');
      notices.dismiss('import-full');
      const name = nameOf(files);
      const current: Run = {
        name,
        total: files.reduce((sum, { size }) => sum + size, 0),
        reading: captures.read(name, sample),
        worker: spawnWorker(),
      };
      run = current;
      progress.value = progressOf(current, 0);
      current.worker.onmessage = ({ data }) => take(current, data);
      current.worker.onerror = ({ message }) => {
        finish(current, message || 'The reader stopped unexpectedly.');
      };
      current.worker.postMessage({ files });
    },
    cancel: () => {
      if (run === null) return;
      const { name, reading } = run;
      stop(run);
      if (reading.cancel()) notifyCancelled(name);
      else notices.announce(`Import of ${name} cancelled.`);
    },
  };
}

function progressOf({ name, total, reading }: Run, bytes: number): ImportProgress {
  return { name, bytes, total, requests: reading.feed.requests };
}

function textOf({ message }: Problem): string {
  return visible(message);
}

function nameOf(files: readonly File[]): string {
  const names = files.slice(0, 2).map(({ name }) => visible(name, 100));
  const more = files.length > 2 ? ` + ${formatCount(files.length - 2)} more` : '';
  return names.join(' + ') + more;
}

function spawn(): ImportWorker {
  return new Worker(new URL('./import-worker.ts', import.meta.url), { type: 'module' });
}
