import type { Panel } from '../drivers/panel.ts';

/** Clicks the button that starts with these words. */
export function press(panel: Panel, words: string): Promise<void> {
  return panel.evaluate((wanted) => {
    const buttons = [...document.querySelectorAll('button')];
    const name = (button: HTMLElement) => button.ariaLabel ?? button.textContent?.trim() ?? '';
    const button = buttons.find((candidate) => name(candidate).startsWith(wanted));
    if (button === undefined) throw new Error(`no button ${wanted}`);
    button.click();
  }, words);
}

/** Whether a toggle button (`Record`) is pressed. */
export function isPressed(panel: Panel, label: string): Promise<boolean> {
  return panel.evaluate(
    (wanted) => document.querySelector(`[aria-label="${wanted}"]`)?.ariaPressed === 'true',
    label,
  );
}

export function toggleKeepLog(panel: Panel): Promise<void> {
  return panel.click('.check input');
}

export function keepsLog(panel: Panel): Promise<boolean> {
  return panel.evaluate(() => document.querySelector<HTMLInputElement>('.check input')?.checked === true);
}

/** The label of the deep capture button: `Deep`, `Deep: on`. */
export function deepCapture(panel: Panel): Promise<string> {
  return panel.evaluate(() => document.querySelector('button.deep')?.textContent ?? '');
}

/** Turns deep capture on or off. Its button opens an explanation, which contains the button that does so. */
export async function turnDeepCapture(panel: Panel, to: 'on' | 'off'): Promise<void> {
  await press(panel, 'Deep');
  await press(panel, `Turn ${to}`);
}

/** Selects a tab of the panel by the beginning of its name: `Connections`. */
export function showTab(panel: Panel, name: string): Promise<void> {
  return panel.evaluate(async (wanted) => {
    const tabs = [...document.querySelectorAll<HTMLElement>('[role=tab]')];
    const tab = tabs.find((one) => one.textContent?.startsWith(wanted));
    if (tab === undefined) throw new Error(`no tab ${wanted}`);
    if (tab.ariaSelected === 'true') return;
    tab.click();
    await new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)));
  }, name);
}
