// `npm start`: builds everything, starts the lab, and shows its shop in a real Chromium with the panel open.
// Without a display it writes what the panel shows into a folder, prints the report, and ends.
import { parseArgs } from 'node:util';
import { launchChromium } from '../e2e/drivers/chromium.ts';
import { openPanel } from '../e2e/drivers/devtools-panel.ts';
import { type Lab, startLab } from '../e2e/lab/lab.ts';
import { hasDisplay } from './start/display.ts';
import { showHeadless } from './start/headless.ts';
import { tool } from './test/stage.ts';

const { values } = parseArgs({
  options: {
    headless: { type: 'boolean', default: !hasDisplay() },
    rtt: { type: 'string', default: '20' },
    output: { type: 'string', default: 'out' },
  },
});

if (!tool('tsx', 'scripts/build.ts')) process.exit(1);
const lab = await startLab({ roundTrip: Number(values.rtt), fresh: true });
try {
  await (values.headless ? showHeadless(lab, values.output) : showWindow(lab));
} finally {
  await lab.close();
}

/** Stays until the browser is closed. */
async function showWindow({ url, chromiumArgs }: Lab): Promise<void> {
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
  console.log(`\nThe shop is ${url}; reload it to tell its stories again. Close the browser to end.`);
  await closed;
  await browser.close();
}
