import browser from 'webextension-polyfill';
import type { WebRequestEvent } from '../../src/sources/webrequest/events.ts';
import type { Hub } from './hub.ts';
import type { SeenRequest } from './request-tracker.ts';

/** Requests to the web, not to pages of the browser or of other extensions. */
const FILTER = { urls: ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*'] };

/**
 * Registers the listeners at startup, so that the browser wakes the worker for requests. They only observe: none of
 * them blocks, and without `extraHeaders` Chrome shows them neither cookies nor other sensitive headers.
 */
export function listenToWebRequest(hub: Hub): void {
  const { webRequest } = browser;
  const take = (event: WebRequestEvent) => (details: SeenRequest) => {
    hub.whenReady(() => hub.requests.seen(hub, event, details));
    return undefined;
  };
  webRequest.onBeforeRequest.addListener(take('onBeforeRequest'), FILTER);
  webRequest.onBeforeRedirect.addListener(take('onBeforeRedirect'), FILTER, ['responseHeaders']);
  webRequest.onResponseStarted.addListener(take('onResponseStarted'), FILTER, ['responseHeaders']);
  webRequest.onCompleted.addListener(take('onCompleted'), FILTER);
  webRequest.onErrorOccurred.addListener(take('onErrorOccurred'), FILTER);
}
