import type { Panel } from '../drivers/panel.ts';
import { showTab } from './controls.ts';

/** Reads the names in the certificate of the first connection in the table from its details. */
export async function certificateNames(panel: Panel): Promise<string[]> {
  await showTab(panel, 'Connections');
  const names = await panel.evaluate(async () => {
    document.querySelector<HTMLElement>('.grid.connections .grid-body [role=row]')?.click();
    await new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)));
    const items = document.querySelectorAll('[aria-label="Names in the certificate"] li');
    return [...items].map((name) => name.textContent ?? '');
  });
  await showTab(panel, 'Requests');
  return names;
}
