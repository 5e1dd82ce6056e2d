import type { Page } from 'playwright';
import type { Cdp } from './cdp.ts';

/**
 * Clicks the extension's button in the browser's toolbar, which is not part of any page. The command is experimental
 * (checked in Chromium 156) and takes a target of type `tab`, which Playwright does not expose. DevTools in the tab also
 * has such a target; the URL distinguishes them.
 */
export async function clickToolbarButton(cdp: Cdp, extensionId: string, page: Page): Promise<void> {
  const tab = (await cdp.targets()).find(({ type, url }) => type === 'tab' && url === page.url());
  if (tab === undefined) throw new Error(`no tab shows ${page.url()}`);
  await cdp.send('Extensions.triggerAction', { id: extensionId, targetId: tab.targetId });
}
