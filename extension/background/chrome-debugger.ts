import type { DebuggerApi } from './deep-capture.ts';
import type { Hub } from './hub.ts';

/** The oldest version of the DevTools protocol that Chrome accepts. */
const PROTOCOL = '1.3';

/** `chrome.debugger`, for which the polyfill has no types. Null in a browser without it (Firefox). */
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

/** Registers the listeners at startup, so that the browser wakes the worker for tabs it attached to before. */
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
