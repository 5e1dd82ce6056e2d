import { bench, describe } from 'vitest';
import { buildExtension } from '../../e2e/drivers/extension.ts';
import { findFirefox } from '../../e2e/drivers/find-firefox.ts';
import { type Firefox, launchFirefox } from '../../e2e/drivers/firefox.ts';
import { type Lab, startLab } from '../../e2e/lab/lab.ts';
import type { LabSite } from '../../e2e/lab/site.ts';

const IMAGES = 60;
const images = Array.from({ length: IMAGES }, (_, i) => `<img src="/i/${i}.svg">`).join('');
const svg = { type: 'image/svg+xml', body: '<svg xmlns="http://www.w3.org/2000/svg"/>' };

const SITE: LabSite = {
  domain: 'load.localhost',
  certificates: { all: ['*.{domain}'] },
  hosts: [
    {
      name: 'www',
      story: 'A page with many small pictures.',
      certificate: 'all',
      files: {
        '/': { type: 'text/html', body: `<!doctype html><link rel="icon" href="data:,">${images}` },
        ...Object.fromEntries(Array.from({ length: IMAGES }, (_, i) => [`/i/${i}.svg`, svg])),
      },
    },
  ],
};

const WITHOUT = 'without the extension';
const WITH = 'with the extension';

const OPEN_TOOLBOX = `
  const { require } = ChromeUtils.importESModule('resource://devtools/shared/loader/Loader.sys.mjs');
  const { gDevTools } = require('devtools/client/framework/devtools');
  const win = Services.wm.getMostRecentWindow('navigator:browser');
  await gDevTools.showToolboxForTab(win.gBrowser.selectedTab, { toolId: 'inspector' });`;

/**
 * How much the extension delays a page in Firefox, where a blocking listener requests the certificate of each response.
 * Measures the time until the page has loaded, with and without the extension, with the toolbox open and closed.
 */
describe.skipIf(findFirefox() === null).each([
  ['open', true],
  ['closed', false],
])(`page load in Firefox, ${IMAGES} images, toolbox %s`, (_name, toolbox) => {
  const started = { lab: null as Lab | null, browsers: new Map<string, Firefox>() };

  /** The first measurement starts the browser, and the last one closes it. */
  const during = (name: string, extensionDir: () => Promise<string | null>) => ({
    ...{ iterations: 30, time: 0, warmupIterations: 5, warmupTime: 0 },
    setup: async () => {
      if (started.browsers.has(name)) return;
      started.lab ??= await startLab({ site: SITE });
      const folder = await extensionDir();
      const extension = folder === null ? {} : { extensionDir: folder };
      const firefox = await launchFirefox({ ca: started.lab.ca, ...extension });
      started.browsers.set(name, firefox);
      if (toolbox) await firefox.inBrowser(OPEN_TOOLBOX);
      await firefox.goto(started.lab.url);
    },
    teardown: async (_task: unknown, mode: string) => {
      if (mode !== 'run') return;
      await started.browsers.get(name)?.close();
      if (name === WITH) await started.lab?.close();
    },
  });
  const load = (name: string) => async () => {
    await started.browsers.get(name)?.goto(started.lab?.url ?? '');
  };
  bench(
    WITHOUT,
    load(WITHOUT),
    during(WITHOUT, async () => null),
  );
  bench(
    WITH,
    load(WITH),
    during(WITH, () => buildExtension('firefox')),
  );
});
