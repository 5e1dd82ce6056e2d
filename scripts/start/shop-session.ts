import { type Chromium, launchChromium } from '../../e2e/drivers/chromium.ts';
import { type DevToolsPanel, openPanel } from '../../e2e/drivers/devtools-panel.ts';
import type { Panel } from '../../e2e/drivers/panel.ts';
import type { Lab } from '../../e2e/lab/lab.ts';
import { settled } from '../../e2e/panel/settled-page.ts';

export interface ShopSession {
  readonly browser: Chromium;
  readonly panel: DevToolsPanel;
}

export interface ShopOptions {
  readonly extensionDir?: string;
  readonly dark?: boolean;
}

/** Loads the shop in a headless Chromium whose DevTools show the panel, and passes both to `use` while they are open. */
export async function withShop<T>(
  lab: Lab,
  { extensionDir = 'dist/chrome', dark = false }: ShopOptions,
  use: (session: ShopSession) => Promise<T>,
): Promise<T> {
  const browser = await launchChromium({
    extensionDir,
    devtools: true,
    dock: 'undocked',
    dark,
    args: lab.chromiumArgs,
  });
  try {
    const panel = await openPanel(browser);
    await panel.resize(1400, 900);
    await browser.page.goto(lab.url);
    await settled(browser.page, panel, lab.log);
    // Waiting for all rows has scrolled through them.
    await panel.evaluate(() => document.querySelector('.grid.requests')?.scrollTo(0, 0));
    const result = await use({ browser, panel });
    await panel.close();
    return result;
  } finally {
    await browser.close();
  }
}

/** Selects the login, which has a hidden 421 and then succeeded, so that its details are shown. */
export async function showLogin(panel: Panel): Promise<void> {
  const row = await panel.waitFor(() => {
    const rows = [...document.querySelectorAll('.grid.requests .grid-row.is-warning')];
    const login = rows.find((each) => each.textContent?.includes('/login')) ?? rows[0];
    return login?.getAttribute('aria-rowindex');
  }, 'a misdirected request in the table');
  await panel.click(`.grid.requests [aria-rowindex="${row}"]`);
  await painted(panel);
}

/** Resolves when the last change is on the screen. */
export function painted(panel: Panel): Promise<void> {
  return panel.evaluate(
    'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))',
  );
}
