/**
 * Work in steps: whoever runs it may do something else at each `yield`. A panel with a big capture stays quick that
 * way, on the one thread that it has; whoever has time runs it to its end with {@link finish}.
 */
export type Steps<T> = Generator<void, T, void>;

/** Does all of it now. */
export function finish<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** So many requests are a step: a millisecond or two of most of what is done with them. */
const STRIDE = 512;

/** Walks over many things and pauses after each `stride` of them. */
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
