import type { Evidence } from '../../src/model/evidence.ts';
import type { Panel } from '../drivers/panel.ts';

/** The evidence that the extension has received so far. */
export interface ExtensionEvidence {
  /** The `log` of the HAR that `devtools.network.getHAR` returns. */
  readonly har: { readonly entries: readonly HarEntry[] };
  /** The worker's journal: evidence from webRequest and DevTools. */
  readonly journal: readonly Evidence[];
}

export interface HarEntry {
  readonly request: { readonly method: string; readonly url: string };
}

/** Runs inside the panel with the extension's permissions. Reads from DevTools, and from the worker as another panel. */
const ask = `(async () => {
  const har = await new Promise((done) => chrome.devtools.network.getHAR(done));
  const journal = await new Promise((done) => {
    const port = chrome.runtime.connect({ name: 'coalescope' });
    let events = [];
    let states = 0;
    port.onMessage.addListener((message) => {
      if (message.type === 'evidence') {
        // Evidence of an earlier page is omitted, except source events, which identify the browser.
        const keep = message.batch.before === 'reset' ? () => false : ({ kind }) => kind === 'source';
        if (message.batch.before !== 'nothing') events = events.filter(keep);
        events.push(...message.batch.events);
        return;
      }
      states += 1;
      // The worker sends the state, then the journal. Setting an option again makes it send the state after the journal.
      if (states === 1) return port.postMessage({ type: 'set-keep-log', on: message.state.keepLog });
      port.disconnect();
      done(events);
    });
    const tabId = chrome.devtools.inspectedWindow.tabId;
    port.postMessage({ type: 'hello', protocol: 1, role: 'panel', tabId, journal: null, since: 0 });
  });
  return { har, journal };
})()`;

export function extensionEvidence(panel: Panel): Promise<ExtensionEvidence> {
  return panel.evaluate<ExtensionEvidence>(ask);
}
