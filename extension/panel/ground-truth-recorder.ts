import { type ReadonlySignal, signal } from '@preact/signals';
import type { Capture } from '../../src/model/capture.ts';
import type { Evidence } from '../../src/model/evidence.ts';
import { type GroundTruthHost, type GroundTruthState, JOINED } from '../../ui/host.ts';
import type { FromGroundTruth, ToGroundTruth } from './ground-truth-messages.ts';

/** The part of a Worker that a recording needs. */
export interface GroundTruthWorker {
  postMessage(message: ToGroundTruth): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<FromGroundTruth>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

export interface RecorderOptions {
  readonly spawn: () => GroundTruthWorker;
  readonly commandLine: (port: number) => string;
  readonly join: (events: readonly Evidence[]) => void;
}

/** Records ground truth in a web worker, a new one for each recording. */
export class GroundTruthRecorder implements GroundTruthHost {
  readonly #options: RecorderOptions;
  readonly #state = signal<GroundTruthState>({ state: 'off' });
  #worker: GroundTruthWorker | null = null;
  /** Resolves the command in progress. */
  #answered: (log: Capture | null) => void = () => undefined;

  constructor(options: RecorderOptions) {
    this.#options = options;
  }

  get state(): ReadonlySignal<GroundTruthState> {
    return this.#state;
  }

  commandLine(port: number): string {
    return this.#options.commandLine(port);
  }

  async start(port: number): Promise<boolean> {
    const worker = this.#options.spawn();
    this.#worker?.terminate();
    this.#worker = worker;
    this.#state.value = { state: 'connecting' };
    worker.onmessage = ({ data }) => this.#take(data);
    worker.onerror = ({ message }) =>
      this.#take({ type: 'failed', reason: message || 'The recorder stopped.' });
    await this.#ask({ type: 'start', port });
    return this.#state.value.state === 'recording';
  }

  stop(): Promise<Capture | null> {
    this.#state.value = { state: 'reading' };
    return this.#ask({ type: 'stop' });
  }

  join(events: readonly Evidence[]): void {
    this.#options.join([...events, JOINED]);
  }

  #ask(message: ToGroundTruth): Promise<Capture | null> {
    return new Promise((resolve) => {
      this.#answered = resolve;
      this.#worker?.postMessage(message);
    });
  }

  #take(message: FromGroundTruth): void {
    if (message.type === 'recording') this.#state.value = { state: 'recording' };
    else {
      this.#worker?.terminate();
      this.#worker = null;
      this.#state.value =
        message.type === 'log' ? { state: 'off' } : { state: 'failed', reason: message.reason };
    }
    this.#answered(message.type === 'log' ? message.log : null);
  }
}
