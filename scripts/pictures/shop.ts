import type { DevToolsPanel } from '../../e2e/drivers/devtools-panel.ts';
import { press, showTab } from '../../e2e/panel/controls.ts';
import { painted, showLogin } from '../start/shop-session.ts';
import type { Camera } from './camera.ts';

/** The width of the pictures in the documents, px. */
const WIDTH = 1000;

/** The whole panel with the login selected. */
export async function takeWhole(camera: Camera, panel: DevToolsPanel, name: string): Promise<void> {
  await showLogin(panel);
  await putPointerAway(panel);
  await camera.take(panel, name);
}

/** Every part of the panel that docs/reading-the-panel.md shows. */
export async function takeParts(camera: Camera, panel: DevToolsPanel): Promise<void> {
  await panel.resize(WIDTH, 900);
  await takeTimeline(camera, panel);
  await panel.resize(WIDTH, 1150);
  await camera.cut(panel, 'details', { of: '.details-pane', height: 520 });
  await scrollTo(panel, '.section:has(.guide-step)');
  await camera.cut(panel, 'step-by-step', { of: '.details-pane', height: 520 });
  await panel.resize(WIDTH, 900);
  // Closes the details and the selection. One more Escape would open the drawer of DevTools.
  await panel.press('Escape');
  await panel.press('Escape');
  await blur(panel);
  await panel.evaluate(() => document.querySelector('.grid.requests')?.scrollTo(0, 200));
  await camera.cut(panel, 'requests', { of: '.tabs', height: 260 });
  await showTab(panel, 'Connections');
  await camera.cut(panel, 'connections', { of: '.tabs', height: 290 });
  await showTab(panel, 'Findings');
  await panel.resize(WIDTH, 1150);
  await camera.cut(panel, 'findings', { of: '.tabs', height: 420 });
  await scrollTo(panel, '.gaps');
  await camera.cut(panel, 'gaps', { of: '.gaps', margin: 6, width: 800 });
  await showTab(panel, 'Requests');
  await takeToolbar(camera, panel);
}

async function takeTimeline(camera: Camera, panel: DevToolsPanel): Promise<void> {
  await camera.cut(panel, 'strip', { of: '.panel', height: 112 });
  await press(panel, 'Key');
  await camera.cut(panel, 'key', { of: '.tl-key', margin: 1 });
  await press(panel, 'Key');
  await camera.cut(panel, 'lanes', { of: '.timeline' });
}

async function takeToolbar(camera: Camera, panel: DevToolsPanel): Promise<void> {
  await press(panel, 'Ground truth');
  await camera.cut(panel, 'ground-truth', { of: '.popover:not([hidden])', margin: 8 });
  await press(panel, 'Ground truth');
  await panel.click('.filter input');
  await panel.type('is:');
  await panel.waitFor(() => document.querySelector('.completions:not([hidden])') !== null, 'completions');
  await camera.cut(panel, 'filter', { of: '.toolbar', height: 190 });
  // The first closes the list, the second clears the text.
  await panel.press('Escape');
  await panel.press('Escape');
  await blur(panel);
}

/** The narrow panel, as in DevTools docked at the side. */
export async function takeNarrow(camera: Camera, panel: DevToolsPanel): Promise<void> {
  await panel.resize(400, 900);
  await camera.take(panel, 'panel-narrow');
}

/** A pointer over a bar would dim the others. */
async function putPointerAway(panel: DevToolsPanel): Promise<void> {
  await panel.mouse.move({ x: 2, y: 2 });
  await painted(panel);
}

/**
 * Scrolls only the panel's own scrolling element: `scrollIntoView` scrolls what is around it too, and so pushed the panel
 * some pixels under the tab bar of DevTools.
 */
async function scrollTo(panel: DevToolsPanel, selector: string): Promise<void> {
  await panel.evaluate((wanted) => {
    const element = document.querySelector(wanted);
    let around = element?.parentElement ?? null;
    while (around !== null && !/auto|scroll/.test(getComputedStyle(around).overflowY)) {
      around = around.parentElement;
    }
    if (element === null || around === null) throw new Error(`nothing scrolls to ${wanted}`);
    around.scrollBy(0, element.getBoundingClientRect().top - around.getBoundingClientRect().top);
  }, selector);
}

/** Removes the focus ring. */
async function blur(panel: DevToolsPanel): Promise<void> {
  await panel.evaluate(() => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  });
}
