import type { Panel } from '../drivers/panel.ts';

/** Opens a toolbar menu and chooses an item by its name. */
export async function choose(panel: Panel, menu: string, item: string): Promise<void> {
  await panel.click(`button[aria-haspopup=menu][title="${menu}"]`);
  await panel.evaluate((wanted: string) => {
    const items = [...document.querySelectorAll<HTMLElement>('[role=menuitem]')];
    const found = items.find((each) => each.firstElementChild?.textContent === wanted);
    if (!found) throw new Error(`no item ${wanted} among ${items.map((each) => each.textContent)}`);
    found.click();
  }, item);
}

/** Saves an export into a folder and returns the file's path. */
export function exportFile(panel: Panel, item: string, folder: string): Promise<string> {
  return panel.download(folder, () => choose(panel, 'Export this capture', item));
}
