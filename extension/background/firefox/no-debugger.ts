import type { DebuggerApi } from '../deep-capture.ts';

// Replaces chrome-debugger.ts in Firefox's build (vite.config.ts), because Firefox has no such API.

export function chromeDebugger(): DebuggerApi | null {
  return null;
}

export function listenToDebugger(): void {
  // Nothing to listen to.
}
