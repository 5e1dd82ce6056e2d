import type { Code } from './evaluate.ts';

/** The extension's panel in the DevTools of a browser, whichever that is. */
export interface Panel {
  /** Runs code in the panel. */
  evaluate<T>(code: Code<T>): Promise<T>;
  evaluate<T, A>(code: Code<T, A>, argument: A): Promise<T>;
  /** Waits until code in the panel gives something true, and returns it. */
  waitFor<T>(code: Code<T>, message: string, timeout?: number): Promise<T>;
  click(selector: string): Promise<void>;
  /** A key, or several at once: `Enter`, `/`, `Shift+Tab`. */
  press(chord: string): Promise<void>;
  /** Does what makes the panel save one file, and gives the path of that file in `folder`. */
  download(folder: string, act: () => Promise<void>): Promise<string>;
  /** A picture of DevTools with the panel in it, PNG. */
  screenshot(path?: string): Promise<Buffer>;
  /** Lets go of DevTools; the browser stays. */
  close(): Promise<void>;
}
