import type { PanelHost } from '../../ui/host.ts';
import { mountPanel } from '../../ui/panel.tsx';

/** Puts the panel into the page. */
export function mount(host: PanelHost): void {
  const root = document.getElementById('panel');
  if (root === null) throw new Error('The page has no #panel');
  mountPanel(root, host);
}
