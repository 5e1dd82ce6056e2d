/** In UTF-16 units. */
const MAX_HELD = 64 * 1024 * 1024;

/** Events that come before the constants that explain them, as in a file with its keys sorted anew. */
export class HeldEvents {
  #events: { readonly text: string; readonly line: number }[] = [];
  #length = 0;
  #dropped = 0;

  /** How many were too much to hold. */
  get dropped(): number {
    return this.#dropped;
  }

  hold(text: string, line: number): true {
    if (this.#length + text.length > MAX_HELD) this.#dropped += 1;
    else {
      this.#events.push({ text, line });
      this.#length += text.length;
    }
    return true;
  }

  release(take: (text: string, line: number) => void): void {
    const events = this.#events;
    this.#events = [];
    this.#length = 0;
    for (const { text, line } of events) take(text, line);
  }
}
