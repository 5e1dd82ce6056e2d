import type { DebuggerApi } from './deep-capture.ts';
import type { Hub } from './hub.ts';

/** The oldest protocol version Chrome still takes; it only guards against none at all. */
const PROTOCOL = '1.3';

/** `chrome.debugger`, which the polyfill has no types for; null where there is none (Firefox). */
export function chromeDebugger(): DebuggerApi | null {
  if (!hasDebugger()) return null;
  return {
    attach: (tabId) => chrome.debugger.attach({ tabId }, PROTOCOL),
    detach: (tabId) => chrome.debugger.detach({ tabId }),
    send: async (tabId, sessionId, method, params) => {
      const target = sessionId === undefined ? { tabId } : { tabId, sessionId };
      await chrome.debugger.sendCommand(target, method, { ...params });
    },
  };
}

/** Registers at once, so that the browser wakes the worker for what it attached to before. */
export function listenToDebugger(hub: Hub): void {
  if (!hasDebugger()) return;
  chrome.debugger.onEvent.addListener(({ tabId }, method, params) => {
    if (tabId !== undefined) hub.whenReady(() => hub.debuggerEvent(tabId, method, params));
  });
  chrome.debugger.onDetach.addListener(({ tabId }, reason) => {
    if (tabId !== undefined) hub.whenReady(() => hub.debuggerDetached(tabId, reason));
  });
}

function hasDebugger(): boolean {
  return typeof chrome !== 'undefined' && chrome.debugger !== undefined;
}
