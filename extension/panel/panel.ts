import browser from 'webextension-polyfill';
import { saveByLink } from '../../ui/shells/save-by-link.ts';
import { PORT_NAME } from '../protocol/messages.ts';
import { mount } from '../shared/mount.ts';
import { devtoolsTheme } from '../shared/theme.ts';
import { commandLine, isChromium } from './command-line.ts';
import { GroundTruthRecorder } from './ground-truth-recorder.ts';
import { PortLiveHost } from './live-host.ts';

// The panel in DevTools.

const { inspectedWindow } = browser.devtools;
const live = new PortLiveHost({
  tabId: inspectedWindow.tabId,
  connect: () => browser.runtime.connect({ name: PORT_NAME }),
  reload: () => void inspectedWindow.reload(),
  hasDeepCapture: isChromium(navigator),
});
// The polyfill lacks the API by which Chrome reports a change of theme.
const theme = devtoolsTheme(chrome.devtools.panels);

const groundTruth = new GroundTruthRecorder({
  spawn: () => new Worker(new URL('./ground-truth-worker.ts', import.meta.url), { type: 'module' }),
  commandLine: (port) => commandLine(port, location.origin, navigator),
  join: (events) => live.join(events),
});

mount({
  shell: 'devtools',
  theme,
  live,
  saveFile: saveByLink,
  ...(isChromium(navigator) && { groundTruth }),
});
