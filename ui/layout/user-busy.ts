/** A gesture is a row of events with less than this between them, in ms. */
const PAUSE = 150;
const EVENTS = ['pointermove', 'pointerdown', 'wheel', 'keydown'] as const;

/** Tells whether the user is moving, scrolling or typing at this moment. `stop` ends the listening. */
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
