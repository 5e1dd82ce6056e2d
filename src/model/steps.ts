/**
 * Work in steps: the caller can do other work at each `yield`. This keeps a panel with a large capture responsive on
 * its one thread. Callers with nothing else to do run all steps with {@link finish}.
 */
export type Steps<T> = Generator<void, T, void>;

/** Does all of it now. */
export function finish<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** How many requests make a step: most work on them takes a millisecond or two. */
const STRIDE = 512;

/** Visits all items and pauses after each `stride` of them. */
export function* stepping<T>(
  things: Iterable<T>,
  visit: (thing: T) => void,
  stride: number = STRIDE,
): Steps<void> {
  let left = stride;
  for (const thing of things) {
    visit(thing);
    left -= 1;
    if (left > 0) continue;
    yield;
    left = stride;
  }
}
