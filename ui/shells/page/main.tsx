import { signal } from '@preact/signals';
import type { PanelHost } from '../../host.ts';
import { mountPanel } from '../../panel.tsx';
import { saveByLink } from '../save-by-link.ts';

/**
 * The panel as an ordinary page for files: used by tests and the website. `?theme=dark` fixes the theme,
 * `#sample` opens the sample.
 */
const host: PanelHost = {
  shell: 'page',
  theme: pageTheme(),
  live: null,
  saveFile: saveByLink,
  ...(location.hash === '#sample' && { startWith: 'sample' }),
};

const root = document.getElementById('panel');
if (root === null) throw new Error('The page has no #panel');
mountPanel(root, host);

function pageTheme() {
  const asked = new URLSearchParams(location.search).get('theme');
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const current = () => (dark.matches ? 'dark' : 'light');
  const theme = signal<'light' | 'dark'>(asked === 'dark' || asked === 'light' ? asked : current());
  if (asked === null) {
    dark.addEventListener('change', () => {
      theme.value = current();
    });
  }
  return theme;
}
