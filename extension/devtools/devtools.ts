import browser from 'webextension-polyfill';
import { toDevtoolsOf } from '../protocol/guards.ts';
import { type FromDevtools, PORT_NAME, PROTOCOL, type ToDevtools } from '../protocol/messages.ts';
import { ReconnectingPort } from '../protocol/port.ts';
import { HarDedupe, HarFeed } from './har-feed.ts';

// The DevTools page lives as long as DevTools is open on one tab. It makes the panel, and tells the worker
// what DevTools knows of the tab's requests.

const { network, panels, inspectedWindow } = browser.devtools;
const page = crypto.randomUUID();
const PATIENCE = 500;
/** The last navigation, until the worker was told. */
let navigated: FromDevtools | null = null;

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
    feed.take(message);
    sayUnsaid();
  },
  onLink: (link) => {
    if (link === 'reconnecting') feed.lost();
  },
});

const dedupe = new HarDedupe();
network.onRequestFinished.addListener((entry) => {
  dedupe.live(entry);
  feed.add(entry);
});
network.onNavigated.addListener((url) => void sayNavigated(url));
for (const entry of dedupe.missing(await network.getHAR())) feed.add(entry);

await panels.create('Coalescope', 'extension/icons/icon-32.png', 'extension/panel/panel.html');

async function sayNavigated(url: string): Promise<void> {
  navigated = { type: 'navigated', url, startedAt: await navigationStart() };
  sayUnsaid();
}

function sayUnsaid(): void {
  if (navigated !== null && port.send(navigated)) navigated = null;
}

/**
 * When the page's navigation began, by the wall clock. `performance.timeOrigin` would drift from it: it is
 * fixed to the wall clock once, when the page's process starts. A page that is stopped does not answer.
 */
async function navigationStart(): Promise<number | null> {
  const asked = inspectedWindow.eval('Date.now() - performance.now()').then(([started]) => started);
  const tooLate = new Promise((answer) => setTimeout(() => answer(null), PATIENCE));
  const started = await Promise.race([asked, tooLate]);
  return typeof started === 'number' && Number.isFinite(started) ? started : null;
}
