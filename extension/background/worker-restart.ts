import type { Badges } from './badges.ts';
import type { DeepCaptures } from './deep-capture.ts';
import type { SessionArea } from './journal/saver.ts';
import type { RequestTracker } from './request-tracker.ts';
import type { DevtoolsPresence } from './tabs/devtools-presence.ts';
import type { Tabs } from './tabs/tabs.ts';

// What happens when the worker is stopped. Browsers stop an idle worker after about 30 seconds, and everything in its
// memory is lost. They start it again for the next event. Four things make sure that no evidence is lost:
// - `storage.session` holds a copy of each tab's journal and of the open requests (journal/durable-journal.ts,
//   journal/saver.ts). A panel receives only what this copy holds.
// - The DevTools page keeps its own records and sends those again whose content the copy omits (devtools/har-feed.ts).
// - Every page reconnects and says how much it already has (protocol/reconnecting-port.ts).
// - The browser keeps the debugger attached.
// This file is the part that runs when the worker starts: it reads the copy and resumes each tab.

/** The parts of the worker that have a state to resume. */
export interface ResumableParts {
  readonly area: SessionArea;
  readonly requests: RequestTracker;
  readonly tabs: Tabs;
  readonly devtools: DevtoolsPresence;
  readonly badges: Badges;
  readonly deepCaptures: DeepCaptures;
  readonly onDevtoolsOpen: (tabId: number) => void;
}

/** Resumes where the worker was when the browser stopped it. After a browser start there is nothing to read. */
export async function resumeAfterRestart(parts: ResumableParts): Promise<void> {
  await readSessionCopy(parts);
  const { tabs, devtools, badges, deepCaptures, onDevtoolsOpen } = parts;
  for (const capture of tabs.all) {
    if (!capture.hasDevtools) continue;
    onDevtoolsOpen(capture.tabId);
    devtools.awaitReturn(capture.tabId);
    badges.watch(capture);
    if (capture.deep.state === 'starting') deepCaptures.resume(capture.tabId);
  }
}

async function readSessionCopy({ area, requests, tabs }: ResumableParts): Promise<void> {
  try {
    const items = await area.get(null);
    requests.restore(items);
    await tabs.restore(items);
  } catch (error) {
    // The worker then starts empty: new requests are still recorded.
    console.error('Coalescope: the stored state cannot be read.', error);
  }
}
