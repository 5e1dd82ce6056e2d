import browser from 'webextension-polyfill';
import { toDevtoolsOf } from '../protocol/guards.ts';
import { type FromDevtools, PORT_NAME, PROTOCOL, type ToDevtools } from '../protocol/messages.ts';
import { ReconnectingPort } from '../protocol/port.ts';
import { contentOf } from './answer-body.ts';
import { HarDedupe, HarFeed } from './har-feed.ts';
import { navigationStart } from './navigation-start.ts';

// The DevTools page lives as long as DevTools is open on one tab. It makes the panel, and tells the worker
// what DevTools knows of the tab's requests.

const { network, panels, inspectedWindow } = browser.devtools;
const page = crypto.randomUUID();
/** The last navigation, until the worker was told. */
let unsaid: FromDevtools | null = null;

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
    sayUnsaid();
  },
  onLink: (link) => {
    if (link === 'reconnecting') feed.lost();
  },
});

const dedupe = new HarDedupe();
network.onRequestFinished.addListener((entry) => {
  dedupe.live(entry);
  void feed.add(entry, () => contentOf(entry));
});
network.onNavigated.addListener((url) => {
  unsaid = { type: 'navigated', url };
  sayUnsaid();
});
for (const entry of dedupe.missing(await network.getHAR())) void feed.add(entry);

// From the extension's root: Firefox would take other paths from this page's folder.
await panels.create('Coalescope', '/extension/icons/icon-32.png', '/extension/panel/panel.html');

function sayUnsaid(): void {
  if (unsaid !== null && port.send(unsaid)) unsaid = null;
}

async function answerWhenStarted(url: string): Promise<void> {
  port.send({ type: 'started', url, startedAt: await navigationStart((code) => inspectedWindow.eval(code)) });
}
