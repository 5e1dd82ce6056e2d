import type { EndpointClient } from '../../sources/endpoint/client.ts';
import { asString } from '../../sources/json.ts';
import type { Interrupt } from './interrupt.ts';

export interface EndOptions {
  readonly seconds: number | null;
  readonly untilIdle: boolean;
}

/** Longer than a page's scripts need between a response and the next request. */
const IDLE_MS = 2_000;

/** Describes how the recording ends: `stops after 5 s or with Ctrl-C`. */
export function howItEnds({ seconds, untilIdle }: EndOptions, window: boolean): string {
  const byItself = [
    ...(untilIdle ? ['when no request is in progress'] : []),
    ...(seconds === null ? [] : [`after ${seconds} s`]),
  ];
  const byUser = `press Ctrl-C${window ? ' or close the browser' : ''} to stop`;
  return byItself.length === 0 ? byUser : `stops ${byItself.join(' or ')}; ${byUser} earlier`;
}

/** Resolves as soon as one of the events that end a recording happens. */
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

/** Resolves when there has been a request and, after that, none in progress for {@link IDLE_MS}. */
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
