import type { Page } from 'playwright';
import type { Cdp, CdpSession } from './cdp.ts';
import { evaluate } from './evaluate.ts';

export const scheme = 'chrome-extension://';

/** The id of the tab's target, as DevTools knows it, too. */
async function targetIdOf(page: Page): Promise<string> {
  const session = await page.context().newCDPSession(page);
  try {
    return (await session.send('Target.getTargetInfo')).targetInfo.targetId;
  } finally {
    await session.detach();
  }
}

/*
 * What follows runs inside DevTools and uses its own modules, which are no public interface (seen in
 * Chromium 156).
 */

/** The target id of the tab that this DevTools looks at. */
const inspectedTarget = `(async () => {
  const { TargetManager } = await import('./core/sdk/sdk.js').then((sdk) => sdk.TargetManager);
  return TargetManager.instance().primaryPageTarget()?.targetInfo()?.targetId ?? null;
})()`;

/** Selects the panel of an extension and returns its id, or null while it is not there. */
export const showPanel = (origin: string): string => `(async () => {
  const { InspectorView } = await import('./ui/legacy/legacy.js').then((legacy) => legacy.InspectorView);
  const view = InspectorView.instance();
  const id = [...view.tabbedPane.tabIds()].find((tab) => tab.startsWith(${JSON.stringify(origin)}));
  if (id) await view.showPanel(id);
  return id ?? null;
})()`;

/** The DevTools that look at a tab, once they know it. */
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

/** The frame of the panel that is shown; its URL is not known yet when it is attached, so the frame is asked. */
export async function findFrame(
  frames: readonly CdpSession[],
  panelId: string,
): Promise<CdpSession | undefined> {
  const isIt = (id: string): boolean =>
    id.startsWith(location.origin) && document.readyState === 'complete' && innerWidth > 0 && innerHeight > 0;
  for (const frame of frames) {
    // A frame that has gone in the meantime is not the one.
    if (await evaluate(frame, isIt, panelId).catch(() => false)) return frame;
  }
  return undefined;
}

/** Changes the theme in DevTools' own settings, as a person would. */
export async function setTheme(devtools: CdpSession, theme: 'default' | 'dark'): Promise<void> {
  const change = `(async () => {
    const { Settings } = await import('./core/common/common.js').then((common) => common.Settings);
    Settings.instance().moduleSetting('ui-theme').set(${JSON.stringify(theme)});
  })()`;
  await evaluate(devtools, change, undefined);
}
