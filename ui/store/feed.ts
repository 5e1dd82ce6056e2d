import { CaptureBuilder } from '../../src/model/builder/builder.ts';
import type { Capture, Problem } from '../../src/model/capture.ts';
import type { Steps } from '../../src/model/steps.ts';
import type { EvidenceBatch } from '../host.ts';

/** One capture that grows by batches of evidence. */
export class Feed {
  readonly #maxRequests: number;
  #builder: CaptureBuilder;
  #empty = true;
  #changes = 0;

  constructor(maxRequests: number) {
    this.#maxRequests = maxRequests;
    this.#builder = new CaptureBuilder({ maxRequests });
  }

  take({ before, events }: EvidenceBatch): void {
    if (before === 'reset') this.#builder = new CaptureBuilder({ maxRequests: this.#maxRequests });
    if (before === 'clear') this.#builder.clear();
    if (before === 'reset') this.#empty = true;
    for (const event of events) this.#builder.apply(event);
    this.#changes += 1;
    if (events.length > 0) this.#empty = false;
  }

  /** The number of batches taken. A result is up to date while this number is unchanged. */
  get changes(): number {
    return this.#changes;
  }

  /** True until the first event. */
  get empty(): boolean {
    return this.#empty;
  }

  get requests(): number {
    return this.#builder.size;
  }

  get problems(): readonly Problem[] {
    return this.#builder.problems;
  }

  /** Makes the next snapshot cheap. */
  refresh(): Steps<void> {
    return this.#builder.refresh();
  }

  snapshot(): Capture {
    return this.#builder.snapshot();
  }
}
