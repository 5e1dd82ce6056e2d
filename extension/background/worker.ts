import browser from 'webextension-polyfill';
import { createCdpReader } from '../../src/sources/cdp/cdp-reader.ts';
import { PORT_NAME } from '../protocol/messages.ts';
import { thisBrowser } from './browser.ts';
import { chromeDebugger, listenToDebugger } from './chrome-debugger.ts';
import { canListenMore, FirefoxListener } from './firefox/listen.ts';
import { Hub } from './hub.ts';
import { listenToWebRequest } from './web-request.ts';

// The background worker. Browsers stop it when it is idle and start it again for an event, so every listener
// is registered here, at once, before anything is awaited.

const ownBrowser = thisBrowser(navigator);
const hub = new Hub({
  area: browser.storage.session,
  now: () => Date.now(),
  newId: () => crypto.randomUUID(),
  openTabs: async () => {
    const tabs = await browser.tabs.query({});
    return new Map(tabs.flatMap(({ id, incognito }) => (id === undefined ? [] : [[id, incognito]])));
  },
  browser: ownBrowser,
  debuggerApi: chromeDebugger(),
  createCdpReader: (emit) => createCdpReader(emit, { browser: ownBrowser }),
  showBadge: (tabId, text) => void showBadge(tabId, text),
  onAttended: (tabId, isOpen) => firefox?.attended(tabId, isOpen),
});
const firefox = canListenMore() ? new FirefoxListener(hub) : null;

listenToWebRequest(hub);
listenToDebugger(hub);

browser.runtime.onConnect.addListener((port) => {
  // Only pages of this extension can connect: there are no content scripts, and nothing is externally connectable.
  const own =
    port.sender?.id === browser.runtime.id && port.sender.url?.startsWith(browser.runtime.getURL(''));
  if (own && port.name === PORT_NAME) hub.accept(port);
  else port.disconnect();
});

browser.tabs.onCreated.addListener(({ id, incognito }) => {
  if (id !== undefined) hub.whenReady(() => hub.tabOpened(id, incognito));
});
browser.tabs.onRemoved.addListener((tabId) => hub.whenReady(() => hub.tabClosed(tabId)));

browser.action.onClicked.addListener(() => {
  void browser.tabs.create({ url: browser.runtime.getURL('extension/page/page.html') });
});

async function showBadge(tabId: number, text: string): Promise<void> {
  try {
    await browser.action.setBadgeBackgroundColor({ tabId, color: '#c5221f' });
    await browser.action.setBadgeText({ tabId, text });
  } catch (error) {
    // The tab was closed meanwhile.
    console.warn('Coalescope: no badge.', error);
  }
}
