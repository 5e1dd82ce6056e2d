// `npm start`: builds everything, starts the lab, and shows its shop in a real browser with the panel open: Chromium,
// or Firefox with `--browser firefox`.
// Without a display it writes what the panel shows into a folder, prints the report and ends.
import { parseArgs } from 'node:util';
import { launchChromium } from '../e2e/drivers/chromium.ts';
import { openPanel } from '../e2e/drivers/devtools-panel.ts';
import { launchFirefox } from '../e2e/drivers/firefox.ts';
import { openFirefoxPanel } from '../e2e/drivers/firefox-panel.ts';
import { type Lab, startLab } from '../e2e/lab/lab.ts';
import { hasDisplay } from '../src/node/browser/display.ts';
import { showHeadless } from './start/headless.ts';
import { buildAll } from './steps/build.ts';
import { step } from './steps/step.ts';

const { values } = parseArgs({
  options: {
    headless: { type: 'boolean', default: !hasDisplay() },
    rtt: { type: 'string', default: '20' },
    output: { type: 'string', default: 'out' },
    browser: { type: 'string', default: 'chromium' },
  },
});

if (values.browser !== 'chromium' && values.browser !== 'firefox') {
  console.error(`There is no browser ${values.browser}: there are chromium and firefox.`);
  process.exit(2);
}
const { browser: name } = values;
if ((await step('build', buildAll)).failed > 0) process.exit(1);
const lab = await startLab({ roundTrip: Number(values.rtt), fresh: true });
try {
  if (values.headless) await showHeadless(lab, name, values.output);
  else await (name === 'firefox' ? showFirefox(lab) : showChromium(lab));
} finally {
  await lab.close();
}

/** Shows the shop until the browser is closed. */
async function showChromium({ url, chromiumArgs }: Lab): Promise<void> {
  const browser = await launchChromium({
    extensionDir: 'dist/chrome',
    devtools: true,
    dock: 'undocked',
    headless: false,
    args: chromiumArgs,
  });
  const closed = new Promise<void>((done) => browser.context.on('close', () => done()));
  const panel = await openPanel(browser);
  await browser.page.goto(url);
  await panel.close();
  explain(url);
  await closed;
  await browser.close();
}

/** Same as `showChromium`, in Firefox. */
async function showFirefox({ url, ca }: Lab): Promise<void> {
  const browser = await launchFirefox({ extensionDir: 'dist/firefox', ca, headless: false });
  await openFirefoxPanel(browser, { window: { width: 1400, height: 900 } });
  await browser.goto(url);
  explain(url);
  await browser.ended();
  await browser.close();
}

function explain(url: string): void {
  console.log(`\nThe shop is ${url}. The Coalescope panel in DevTools marks the misdirected requests.`);
  console.log('Reload the shop to record it again; close the browser to end.');
}
