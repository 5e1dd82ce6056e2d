import type { Code } from './evaluate.ts';

/** The extension's panel in the DevTools of any browser. */
export interface Panel {
  /** Runs code in the panel. */
  evaluate<T>(code: Code<T>): Promise<T>;
  evaluate<T, A>(code: Code<T, A>, argument: A): Promise<T>;
  /** Waits until code in the panel returns a truthy value, and returns it. */
  waitFor<T>(code: Code<T>, message: string, timeout?: number): Promise<T>;
  click(selector: string): Promise<void>;
  /** Presses a key or a combination: `Enter`, `/`, `Shift+Tab`. */
  press(chord: string): Promise<void>;
  /** Runs an action that makes the panel save one file, and returns the path of that file in `folder`. */
  download(folder: string, act: () => Promise<void>): Promise<string>;
  /** Takes a screenshot of DevTools with the panel, as PNG. */
  screenshot(path?: string): Promise<Buffer>;
  /** Disconnects from DevTools; the browser stays open. */
  close(): Promise<void>;
}
