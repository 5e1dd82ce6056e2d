// `npm run screenshots`: the pictures of the README and the documents, from the real panel in real browsers.
import { mkdir } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { findFirefox } from '../e2e/drivers/find-firefox.ts';
import { startLab } from '../e2e/lab/lab.ts';
import { Camera } from './pictures/camera.ts';
import { takeGroundTruth } from './pictures/ground-truth.ts';
import { takeRealServer } from './pictures/real-server.ts';
import { takeNarrow, takeParts, takeWhole } from './pictures/shop.ts';
import { withShopInFirefox } from './start/firefox-session.ts';
import { withShop } from './start/shop-session.ts';
import { buildAll } from './steps/build.ts';
import { step } from './steps/step.ts';

const { values } = parseArgs({
  options: {
    /** A folder with the extension for Chromium, already built; everything is built if it is omitted. */
    extension: { type: 'string', default: '' },
    output: { type: 'string', default: 'docs/images' },
  },
});

const extensionDir = values.extension || 'dist/chrome';
if (values.extension === '' && (await step('build', buildAll)).failed > 0) process.exit(1);
await mkdir(values.output, { recursive: true });
const camera = await Camera.open(values.output);
try {
  for (const dark of [false, true]) await takeShop(dark);
  await takeGroundTruth(camera, extensionDir);
  await takeRealServer(camera, extensionDir);
  if (findFirefox() === null) console.warn('No Firefox here: its picture stays as it is.');
  else await takeFirefox();
} finally {
  await camera.close();
}

/** Each has a lab of its own, because the lab's log must be of one load. */
async function takeShop(dark: boolean): Promise<void> {
  const lab = await startLab({ roundTrip: 20 });
  try {
    await withShop(lab, { dark, extensionDir }, async ({ panel }) => {
      await takeWhole(camera, panel, dark ? 'panel-dark' : 'panel-light');
      if (dark) return;
      await takeParts(camera, panel);
      await takeNarrow(camera, panel);
    });
  } finally {
    await lab.close();
  }
}

async function takeFirefox(): Promise<void> {
  const lab = await startLab({ roundTrip: 20 });
  try {
    await withShopInFirefox(lab, async (panel) => {
      await camera.take(panel, 'firefox');
    });
  } finally {
    await lab.close();
  }
}
