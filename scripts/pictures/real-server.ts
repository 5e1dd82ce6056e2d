import { launchChromium } from '../../e2e/drivers/chromium.ts';
import { openPanel } from '../../e2e/drivers/devtools-panel.ts';
import { showTab } from '../../e2e/panel/controls.ts';
import { CASES_HERE, startCase } from '../../e2e/servers/cases.ts';
import { realServers } from '../../e2e/servers/real-servers.ts';
import { A, B } from '../../e2e/servers/server-setup.ts';
import type { Camera } from './camera.ts';

const CASE = 'Apache behind nginx, which sends it no name';

/** The finding about a 421 of a real server, with all of its parts open. */
export async function takeRealServer(camera: Camera, extensionDir: string): Promise<void> {
  const found = CASES_HERE.find(({ name }) => name === CASE);
  if (found === undefined) {
    console.warn('No Apache and nginx here: the picture of their 421 stays as it is.');
    return;
  }
  const servers = await realServers();
  try {
    const { port } = await startCase(servers, found);
    const browser = await launchChromium({
      extensionDir,
      devtools: true,
      dock: 'undocked',
      args: [
        `--ignore-certificate-errors-spki-list=${servers.spki}`,
        '--host-resolver-rules=MAP *.site.localhost 127.0.0.1',
      ],
    });
    try {
      const panel = await openPanel(browser);
      await panel.resize(1000, 1150);
      await browser.page.goto(`https://${A}:${port}/`);
      // DevTools has no body of a cross-origin fetch (ORB).
      await browser.page.evaluate(
        (src) => document.body.append(Object.assign(document.createElement('iframe'), { src })),
        `https://${B}:${port}/`,
      );
      await showTab(panel, 'Findings');
      await panel.waitFor(
        () => document.querySelector('.finding-error .sender')?.textContent?.includes('nginx') === true,
        'who sent it',
      );
      await panel.evaluate(() => {
        document.querySelector('#timeline-pane')?.setAttribute('style', 'height: 140px');
        document.querySelector('.finding-error .verify')?.setAttribute('open', '');
      });
      await camera.cut(panel, 'sender', { of: '.finding-error', margin: 3, width: 780 });
      await panel.close();
    } finally {
      await browser.close();
    }
  } finally {
    await servers.close();
  }
}
