import browser from 'webextension-polyfill';
import type { WebRequestEvent } from '../../src/sources/webrequest/events.ts';
import type { Hub } from './hub.ts';
import type { SeenRequest } from './requests.ts';

/** The web, not the browser's and other extensions' own pages. */
const FILTER = { urls: ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*'] };

/**
 * Registers at once, so that the browser wakes the worker for requests. It only looks: nothing blocks, and
 * without `extraHeaders` Chrome shows it neither cookies nor what else is secret.
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
