import browser from 'webextension-polyfill';
import { saveByLink } from '../../ui/shells/save-by-link.ts';
import { PORT_NAME } from '../protocol/messages.ts';
import { mount } from '../shared/mount.ts';
import { devtoolsTheme } from '../shared/theme.ts';
import { PortLiveHost } from './live-host.ts';

// The panel in DevTools.

const { inspectedWindow } = browser.devtools;
const live = new PortLiveHost({
  tabId: inspectedWindow.tabId,
  connect: () => browser.runtime.connect({ name: PORT_NAME }),
  reload: () => void inspectedWindow.reload(),
});
// The polyfill has no name for how Chrome tells of a change of theme.
const theme = devtoolsTheme(chrome.devtools.panels);

mount({ shell: 'devtools', theme, live, saveFile: saveByLink });
