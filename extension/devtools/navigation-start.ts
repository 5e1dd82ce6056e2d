import type { EpochMs } from '../../src/model/capture.ts';

/**
 * `devtools.inspectedWindow.eval`. Firefox and the polyfill return a value and an error. Chrome's own `browser` (it
 * exists since 2025 and then replaces the polyfill) returns the value alone and throws the error.
 */
type Evaluate = (code: string) => Promise<unknown>;

const TRIES = 10;
const PAUSE = 150;

/**
 * When the page's navigation started, by the wall clock. `performance.timeOrigin` drifts from the wall clock, because
 * the browser sets it once, when the page's process starts. DevTools reports a navigation shortly before the page can
 * evaluate code: until then the call fails, or, after a change of process, never returns. It never returns either from
 * a page that is halted in the debugger. Returns null after several tries.
 */
export async function navigationStart(evaluate: Evaluate): Promise<EpochMs | null> {
  for (let tries = 0; tries < TRIES; tries++) {
    const enough = pause(PAUSE);
    const started = await Promise.race([ask(evaluate), enough]);
    if (typeof started === 'number' && Number.isFinite(started)) return started;
    await enough;
  }
  return null;
}

/** Null while the page cannot evaluate code. */
async function ask(evaluate: Evaluate): Promise<unknown> {
  try {
    const answer = await evaluate('Date.now() - performance.now()');
    return Array.isArray(answer) ? answer[0] : answer;
  } catch (error) {
    // "… has no execution context"
    console.warn('Coalescope: the page does not answer yet.', error);
    return null;
  }
}

function pause(ms: number): Promise<undefined> {
  return new Promise((resolve) => setTimeout(() => resolve(undefined), ms));
}
