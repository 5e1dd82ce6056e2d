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
  // The worker keeps its target id when it starts again, which it may do at once; the session is what ends with it.
  const session = await cdp.attach(worker);
  const ended = cdp.ended(session);
  await cdp.send('Target.closeTarget', { targetId: worker.targetId });
  await ended;
}
