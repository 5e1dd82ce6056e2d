import type { Page } from 'playwright';
import type { Cdp, CdpSession } from './cdp.ts';
import { evaluate } from './evaluate.ts';

export const scheme = 'chrome-extension://';

/** The id of the tab's target, which DevTools also knows. */
async function targetIdOf(page: Page): Promise<string> {
  const session = await page.context().newCDPSession(page);
  try {
    return (await session.send('Target.getTargetInfo')).targetInfo.targetId;
  } finally {
    await session.detach();
  }
}

/*
 * The code below runs inside DevTools and uses its internal modules, which are not a public interface (checked in
 * Chromium 156).
 */

/** The target id of the tab that this DevTools inspects. */
const inspectedTarget = `(async () => {
  const { TargetManager } = await import('./core/sdk/sdk.js').then((sdk) => sdk.TargetManager);
  return TargetManager.instance().primaryPageTarget()?.targetInfo()?.targetId ?? null;
})()`;

/** Selects the panel of an extension and returns its id; null while the panel does not exist. */
export const showPanel = (origin: string): string => `(async () => {
  const { InspectorView } = await import('./ui/legacy/legacy.js').then((legacy) => legacy.InspectorView);
  const view = InspectorView.instance();
  const id = [...view.tabbedPane.tabIds()].find((tab) => tab.startsWith(${JSON.stringify(origin)}));
  if (id) await view.showPanel(id);
  return id ?? null;
})()`;

/** The DevTools that inspect a tab; undefined while they have not attached to it. */
export async function findDevTools(cdp: Cdp, page: Page): Promise<CdpSession | undefined> {
  const wanted = await targetIdOf(page);
  for (const target of await cdp.targets()) {
    if (target.type !== 'page' || !target.url.startsWith('devtools://')) continue;
    const session = await cdp.attach(target);
    if ((await evaluate<string | null>(session, inspectedTarget, undefined)) === wanted) return session;
    await cdp.detach(session);
  }
  return undefined;
}

/** The frame of the visible panel. Its URL is unknown when it is attached, so the code asks the frame itself. */
export async function findFrame(
  frames: readonly CdpSession[],
  panelId: string,
): Promise<CdpSession | undefined> {
  const isVisiblePanel = (id: string): boolean =>
    id.startsWith(location.origin) && document.readyState === 'complete' && innerWidth > 0 && innerHeight > 0;
  for (const frame of frames) {
    // A frame may have gone in the meantime.
    if (await evaluate(frame, isVisiblePanel, panelId).catch(() => false)) return frame;
  }
  return undefined;
}

/** Changes the theme in the settings of DevTools, as a user would. */
export async function setTheme(devtools: CdpSession, theme: 'default' | 'dark'): Promise<void> {
  const change = `(async () => {
    const { Settings } = await import('./core/common/common.js').then((common) => common.Settings);
    Settings.instance().moduleSetting('ui-theme').set(${JSON.stringify(theme)});
  })()`;
  await evaluate(devtools, change, undefined);
}
