import type { Evidence } from '../../src/model/evidence.ts';
import type { DevToolsPanel } from '../drivers/devtools-panel.ts';

/** What the extension has heard by now. */
export interface ExtensionEvidence {
  /** As `devtools.network.getHAR` gives it: the HAR's `log`. */
  readonly har: { readonly entries: readonly HarEntry[] };
  /** The worker's journal: webRequest, and what DevTools told the extension. */
  readonly journal: readonly Evidence[];
}

export interface HarEntry {
  readonly request: { readonly method: string; readonly url: string };
}

/** Runs inside the panel, with the extension's own rights: asks DevTools, and the worker as another panel would. */
const ask = `(async () => {
  const har = await new Promise((done) => chrome.devtools.network.getHAR(done));
  const journal = await new Promise((done) => {
    const port = chrome.runtime.connect({ name: 'coalescope' });
    let events = [];
    let states = 0;
    port.onMessage.addListener((message) => {
      if (message.type === 'evidence') {
        // A page before this one told nothing of it, but the first evidence of all names the browser.
        const keep = message.batch.before === 'reset' ? () => false : ({ kind }) => kind === 'source';
        if (message.batch.before !== 'nothing') events = events.filter(keep);
        events.push(...message.batch.events);
        return;
      }
      states += 1;
      // The state comes first, then the journal; setting what is already set makes it come again, after the journal.
      if (states === 1) return port.postMessage({ type: 'set-keep-log', on: message.state.keepLog });
      port.disconnect();
      done(events);
    });
    const tabId = chrome.devtools.inspectedWindow.tabId;
    port.postMessage({ type: 'hello', protocol: 1, role: 'panel', tabId, journal: null, since: 0 });
  });
  return { har, journal };
})()`;

export function extensionEvidence(panel: DevToolsPanel): Promise<ExtensionEvidence> {
  return panel.evaluate<ExtensionEvidence>(ask);
}
