import type { CDPSession, Page } from 'playwright';
import type { Plan } from './plan.ts';
import type { CdpEvent } from './recording.ts';

/** The events that deep capture uses. */
const EVENTS = [
  'Network.requestWillBeSent',
  'Network.requestWillBeSentExtraInfo',
  'Network.responseReceived',
  'Network.responseReceivedExtraInfo',
  'Network.requestServedFromCache',
  'Network.loadingFinished',
  'Network.loadingFailed',
] as const;

/** Listens to the page like deep capture, and throttles it like DevTools. The list grows. */
export async function recordCdp(page: Page, throttling: Plan['throttling']): Promise<readonly CdpEvent[]> {
  const session: CDPSession = await page.context().newCDPSession(page);
  const events: CdpEvent[] = [];
  for (const method of EVENTS) session.on(method, (params: unknown) => events.push({ method, params }));
  await session.send('Network.enable');
  if (throttling !== null) {
    await session.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: throttling.latency,
      downloadThroughput: throttling.throughput,
      uploadThroughput: throttling.throughput,
    });
  }
  return events;
}
