/** Calls back before the next frame; the returned function cancels it. */
export type NextFrame = (callback: () => void) => () => void;

/** Schedules the timeline's drawing: any number of requests cause one drawing per frame. */
export class AnimationFrames {
  readonly #draw: () => void;
  readonly #next: NextFrame;
  #cancel: (() => void) | null = null;

  constructor(draw: () => void, next: NextFrame = animationFrame) {
    this.#draw = draw;
    this.#next = next;
  }

  /** Requests a drawing in the next frame. */
  request(): void {
    this.#cancel ??= this.#next(() => {
      this.#cancel = null;
      this.#draw();
    });
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
  }
}

function animationFrame(callback: () => void): () => void {
  const frame = requestAnimationFrame(callback);
  return () => cancelAnimationFrame(frame);
}
