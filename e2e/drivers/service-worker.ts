import type { Cdp, TargetInfo } from './cdp.ts';
import { waitUntil } from './wait.ts';

/** The extension's background worker, while it runs. */
export async function findServiceWorker(cdp: Cdp, extensionId: string): Promise<TargetInfo | undefined> {
  const origin = `chrome-extension://${extensionId}/`;
  return (await cdp.targets()).find(({ type, url }) => type === 'service_worker' && url.startsWith(origin));
}

/**
 * Stops the extension's background worker as Chromium does after 30 s without work: its memory is gone, its ports are
 * disconnected, and the next event or message starts it again.
 */
export async function stopServiceWorker(cdp: Cdp, extensionId: string): Promise<void> {
  const worker = await waitUntil(() => findServiceWorker(cdp, extensionId), 'the background worker running');
  // The target keeps its id, and its sessions stay, when the worker starts again, which it may do at once. What tells
  // of the stop is this event, which Chromium sends for a stopped worker, too.
  const session = await cdp.attach(worker);
  await session.send('Inspector.enable');
  const stopped = cdp.nextEvent(session, 'Inspector.targetCrashed');
  await cdp.send('Target.closeTarget', { targetId: worker.targetId });
  await stopped;
  await cdp.detach(session);
}
