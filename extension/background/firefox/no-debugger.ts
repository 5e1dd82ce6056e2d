import type { DebuggerApi } from '../deep-capture.ts';

// Stands for chrome-debugger.ts in Firefox' build (vite.config.ts): there is no such API.

export function chromeDebugger(): DebuggerApi | null {
  return null;
}

export function listenToDebugger(): void {
  // Nothing to listen to.
}
