import browser from 'webextension-polyfill';
import { createCdpReader } from '../../src/sources/cdp/cdp-reader.ts';
import { PORT_NAME } from '../protocol/messages.ts';
import { chromeDebugger, listenToDebugger } from './chrome-debugger.ts';
import { ConnectionDetailsListener, hasConnectionDetails } from './firefox/connection-details.ts';
import { Hub } from './hub.ts';
import { thisBrowser } from './this-browser.ts';
import { listenToWebRequest } from './web-request-listeners.ts';

// The background worker. Browsers stop it when it is idle and start it again for an event. Therefore every listener is
// registered here, synchronously, before anything is awaited. worker-restart.ts describes what happens when it is
// stopped, and why nothing is lost.

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
  onDevtoolsChange: (tabId, isOpen) => connectionDetails?.setListening(tabId, isOpen),
});
const connectionDetails = hasConnectionDetails() ? new ConnectionDetailsListener(hub) : null;

listenToWebRequest(hub);
listenToDebugger(hub);

browser.runtime.onConnect.addListener((port) => {
  // Only pages of this extension may connect: there are no content scripts, and nothing is externally connectable.
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
    // The tab has been closed.
    console.warn('Coalescope: the badge cannot be shown.', error);
  }
}
