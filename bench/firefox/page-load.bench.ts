import { afterAll, beforeAll, bench, describe } from 'vitest';
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

const OPEN_TOOLBOX = `
  const { require } = ChromeUtils.importESModule('resource://devtools/shared/loader/Loader.sys.mjs');
  const { gDevTools } = require('devtools/client/framework/devtools');
  const win = Services.wm.getMostRecentWindow('navigator:browser');
  await gDevTools.showToolboxForTab(win.gBrowser.selectedTab, { toolId: 'inspector' });`;

/**
 * What the extension costs a page in Firefox, where a blocking listener asks for each answer's certificate: the time
 * until the page has loaded, with the toolbox open in both, and closed in both.
 */
describe.skipIf(findFirefox() === null).each([
  ['open', true],
  ['closed', false],
])(`page load in Firefox, ${IMAGES} pictures, toolbox %s`, (_name, toolbox) => {
  let lab: Lab;
  let plain: Firefox;
  let extended: Firefox;

  beforeAll(async () => {
    lab = await startLab({ site: SITE });
    plain = await launchFirefox({ ca: lab.ca });
    extended = await launchFirefox({ ca: lab.ca, extensionDir: await buildExtension('firefox') });
    for (const firefox of [plain, extended]) {
      if (toolbox) await firefox.inBrowser(OPEN_TOOLBOX);
      await firefox.goto(lab.url);
    }
  }, 240_000);

  afterAll(async () => {
    await plain?.close();
    await extended?.close();
    await lab?.close();
  }, 60_000);

  const options = { iterations: 30, time: 0, warmupIterations: 5, warmupTime: 0 };
  bench('without the extension', () => plain.goto(lab.url), options);
  bench('with the extension', () => extended.goto(lab.url), options);
});
