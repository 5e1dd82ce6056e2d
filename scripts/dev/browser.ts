// `npm run dev:chrome`, `npm run dev:firefox`: builds the extension, watches its files, and shows it in a browser
// whose DevTools are open on the lab; each change reloads extension and page.
import { parseArgs } from 'node:util';
import { startLab } from '../../e2e/lab/lab.ts';
import { hasDisplay } from '../../src/node/browser/display.ts';
import type { DevBrowser } from './dev-browser.ts';
import { devChromium } from './dev-chromium.ts';
import { devFirefox } from './dev-firefox.ts';
import { type BuildWatch, watchBuild } from './watch-build.ts';

const { values } = parseArgs({
  options: {
    browser: { type: 'string', default: 'chromium' },
    headless: { type: 'boolean', default: !hasDisplay() },
  },
});
const isFirefox = values.browser === 'firefox';
const lab = await startLab({ roundTrip: 20, fresh: true });
let browser: DevBrowser | undefined;
let isEnding = false;
let work = Promise.resolve();
let end = (): void => undefined;
const ended = new Promise<void>((resolve) => {
  end = resolve;
});
process.once('SIGINT', end);

const build: BuildWatch = await watchBuild(isFirefox ? 'firefox' : 'chrome', () => {
  // One after the other: a build can end while the browser still reloads the one before.
  work = work.then(show).catch((error: unknown) => {
    // Ctrl-C ends the browser too, possibly during a reload.
    if (!isEnding) console.error(error);
  });
});
await ended;
isEnding = true;
await build.close();
await work;
await close();
await lab.close();

async function show(): Promise<void> {
  const before = browser;
  // The developer did not close this browser, so its end must not stop the command.
  browser = undefined;
  const shown = await (before === undefined ? launch() : before.reload());
  browser = shown;
  if (before === undefined) explain(shown);
  else console.log('Reloaded.');
  if (before !== shown) shown.ended().then(() => browser === shown && end());
}

function launch(): Promise<DevBrowser> {
  return (isFirefox ? devFirefox : devChromium)(build.folder, lab, values.headless);
}

async function close(): Promise<void> {
  await browser?.close();
}

function explain({ address }: DevBrowser): void {
  console.log(`The lab is ${lab.url}, open in ${values.browser} with the panel.`);
  if (values.headless) {
    const inspect = address === null ? '' : ` Inspect it at ${address}.`;
    console.log(`There is no window, because there is no display or --headless was given.${inspect}`);
  }
  console.log('A change of a file of extension/, ui/ or src/ reloads it. Ctrl-C ends it.');
}
