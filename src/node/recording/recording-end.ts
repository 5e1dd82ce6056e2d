import type { EndpointClient } from '../../sources/endpoint/client.ts';
import { asString } from '../../sources/json.ts';

export interface EndOptions {
  readonly seconds: number | null;
  readonly untilIdle: boolean;
}

/** Longer than what a page's scripts need between an answer and the next request. */
const IDLE_MS = 2_000;

/** What to do to end it, in words. */
export function howItEnds({ seconds, untilIdle }: EndOptions, window: boolean): string {
  const byItself = [
    ...(untilIdle ? ['when nothing is under way any more'] : []),
    ...(seconds === null ? [] : [`after ${seconds} s`]),
  ];
  const ends = byItself.length === 0 ? '' : `ends ${byItself.join(' or ')}, or with `;
  return `${ends === '' ? 'end it with ' : ends}Ctrl-C${window ? ', or by closing the browser' : ''}`;
}

/** Resolves with the first of what can end a recording. */
export async function recordingEnd(
  client: EndpointClient,
  interrupt: Interrupt,
  { seconds, untilIdle }: EndOptions,
): Promise<void> {
  const over = new AbortController();
  try {
    await Promise.race([
      interrupt.happened,
      client.closed,
      ...(seconds === null ? [] : [timePassed(seconds, over.signal)]),
      ...(untilIdle ? [idle(client)] : []),
    ]);
  } finally {
    over.abort();
  }
}

function timePassed(seconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, seconds * 1_000);
    signal.addEventListener('abort', () => clearTimeout(timer));
  });
}

/** Resolves when there was a request, and for a while none under way. */
function idle(client: EndpointClient): Promise<void> {
  const open = new Set<string>();
  return new Promise((resolve) => {
    let timer: NodeJS.Timeout | null = null;
    const done = () => {
      stop();
      resolve();
    };
    const stop = client.listen(({ method, params, sessionId }) => {
      const request = `${sessionId} ${asString(params.requestId)}`;
      if (method === 'Network.requestWillBeSent') open.add(request);
      else if (method === 'Network.loadingFinished' || method === 'Network.loadingFailed')
        open.delete(request);
      else return;
      if (timer !== null) clearTimeout(timer);
      timer = open.size === 0 ? setTimeout(done, IDLE_MS) : null;
    });
    void client.closed.then(() => {
      if (timer !== null) clearTimeout(timer);
      stop();
    });
  });
}

/** Ctrl-C, or being asked to end: once to stop and keep what was recorded, twice to end at once. */
export class Interrupt {
  readonly happened: Promise<void>;
  #resolve: () => void = () => undefined;
  #count = 0;

  constructor() {
    this.happened = new Promise((resolve) => {
      this.#resolve = resolve;
    });
    process.on('SIGINT', this.#take);
    process.on('SIGTERM', this.#take);
  }

  dispose(): void {
    process.off('SIGINT', this.#take);
    process.off('SIGTERM', this.#take);
  }

  readonly #take = (): void => {
    this.#count += 1;
    // The same status as a shell gives for Ctrl-C; what must not stay behind is removed at the exit.
    if (this.#count > 1) process.exit(130);
    this.#resolve();
  };
}
