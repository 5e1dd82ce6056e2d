/** Calls back before the next frame of the screen; the returned function takes it back. */
export type NextFrame = (callback: () => void) => () => void;

/** The one owner of the timeline's animation frames: any number of requests make one drawing a frame. */
export class AnimationFrames {
  readonly #draw: () => void;
  readonly #next: NextFrame;
  #cancel: (() => void) | null = null;

  constructor(draw: () => void, next: NextFrame = animationFrame) {
    this.#draw = draw;
    this.#next = next;
  }

  /** Something that is drawn has changed. */
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
