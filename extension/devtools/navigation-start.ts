import type { EpochMs } from '../../src/model/capture.ts';

/**
 * `devtools.inspectedWindow.eval`. Firefox and the polyfill answer a value and an error; Chrome's own `browser`
 * (there since 2025, and then used instead of the polyfill) answers the value alone and throws the error.
 */
type Evaluate = (code: string) => Promise<unknown>;

const TRIES = 10;
const PAUSE = 150;

/**
 * When the page's navigation began, by the wall clock. `performance.timeOrigin` would drift from it: it is
 * fixed to the wall clock once, when the page's process starts. DevTools tells of a navigation a moment before
 * the page can answer: until then it answers an error, or, when the page changed its process, never. A page
 * that is halted never answers either.
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

/** Null when the page cannot answer (yet). */
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
