import browser from 'webextension-polyfill';
import type { Hub } from './hub.ts';

/** The web, not the browser's and other extensions' own pages. */
const FILTER = { urls: ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*'] };

/** Registers at once, so that the browser wakes the worker for requests. */
export function listenToWebRequest(hub: Hub): void {
  const { webRequest } = browser;
  webRequest.onBeforeRequest.addListener((details) => {
    const { tabId, type, requestId, url, timeStamp } = details;
    // A page that is rendered ahead is not (yet) the one that the tab shows.
    const isAhead = (details as { documentLifecycle?: string }).documentLifecycle === 'prerender';
    if (type === 'main_frame' && !isAhead) {
      hub.whenReady(() => hub.mainRequest(tabId, requestId, url, timeStamp));
    }
    return undefined;
  }, FILTER);
  webRequest.onCompleted.addListener(({ tabId, type, url, ip, fromCache, timeStamp }) => {
    hub.whenReady(() => {
      if (type === 'main_frame') hub.mainAnswered(tabId);
      if (!fromCache) hub.tabs.answered(tabId, url, ip ?? null, timeStamp);
    });
  }, FILTER);
}
