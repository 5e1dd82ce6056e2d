/** Events less than this apart, in ms, belong to one gesture. */
const PAUSE = 150;
const EVENTS = ['pointermove', 'pointerdown', 'wheel', 'keydown'] as const;

/** Reports whether the user is pointing, scrolling or typing at this moment. `stop` removes the listeners. */
export function watchUser(): { readonly busy: () => boolean; readonly stop: () => void } {
  let last = Number.NEGATIVE_INFINITY;
  const note = () => {
    last = performance.now();
  };
  const options = { capture: true, passive: true };
  for (const event of EVENTS) window.addEventListener(event, note, options);
  return {
    busy: () => performance.now() - last < PAUSE,
    stop: () => {
      for (const event of EVENTS) window.removeEventListener(event, note, options);
    },
  };
}
