import browser from 'webextension-polyfill';
import { toDevtoolsOf } from '../protocol/guards.ts';
import { type FromDevtools, PORT_NAME, PROTOCOL, type ToDevtools } from '../protocol/messages.ts';
import { ReconnectingPort } from '../protocol/reconnecting-port.ts';
import { HarDedupe, HarFeed } from './har-feed.ts';
import { navigationStart } from './navigation-start.ts';
import { contentOf } from './response-body.ts';

// The DevTools page exists as long as DevTools is open on one tab. It creates the panel, and sends the worker what
// DevTools reports about the tab's requests.

const { network, panels, inspectedWindow } = browser.devtools;
const page = crypto.randomUUID();
/** The last navigation, until it is sent to the worker. */
let unsent: FromDevtools | null = null;

const feed = new HarFeed((records) => port.send({ type: 'records', records }));
const port: ReconnectingPort<FromDevtools, ToDevtools> = new ReconnectingPort({
  connect: () => browser.runtime.connect({ name: PORT_NAME }),
  guard: toDevtoolsOf,
  hello: (): FromDevtools => ({
    type: 'hello',
    protocol: PROTOCOL,
    role: 'devtools',
    tabId: inspectedWindow.tabId,
    page,
  }),
  onMessage: (message) => {
    if (message.type === 'when-started') void answerWhenStarted(message.url);
    else feed.take(message);
    sendUnsent();
  },
  onLink: (link) => {
    if (link === 'reconnecting') feed.disconnected();
  },
});

const dedupe = new HarDedupe();
network.onRequestFinished.addListener((entry) => {
  dedupe.live(entry);
  void feed.add(entry, () => contentOf(entry));
});
network.onNavigated.addListener((url) => {
  unsent = { type: 'navigated', url };
  sendUnsent();
});
for (const entry of dedupe.missing(await network.getHAR())) void feed.add(entry);

// The paths begin at the root of the extension, because Firefox resolves relative paths from the folder of this page.
await panels.create('Coalescope', '/extension/icons/icon-32.png', '/extension/panel/panel.html');

function sendUnsent(): void {
  if (unsent !== null && port.send(unsent)) unsent = null;
}

async function answerWhenStarted(url: string): Promise<void> {
  port.send({ type: 'started', url, startedAt: await navigationStart((code) => inspectedWindow.eval(code)) });
}
