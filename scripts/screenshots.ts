// `npm run screenshots`: the pictures of the README and the documents, from the real panel in a real Chromium.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { DevToolsPanel } from '../e2e/drivers/devtools-panel.ts';
import { startLab } from '../e2e/lab/lab.ts';
import { painted, showLogin, withShop } from './start/shop-session.ts';
import { tool } from './test/stage.ts';

const { values } = parseArgs({
  options: {
    /** An extension that is built already; without it, it is built now. */
    extension: { type: 'string' },
    output: { type: 'string', default: 'docs/images' },
  },
});

if (values.extension === undefined && !tool('tsx', 'scripts/build.ts')) process.exit(1);
await mkdir(values.output, { recursive: true });
for (const dark of [false, true]) {
  // A lab of its own for each: its log must be of one load.
  const lab = await startLab({ roundTrip: 20 });
  const options = { dark, ...(values.extension !== undefined && { extensionDir: values.extension }) };
  try {
    await withShop(lab, options, ({ panel }) => (dark ? takeDark(panel) : takeLight(panel)));
  } finally {
    await lab.close();
  }
}

async function takeLight(panel: DevToolsPanel): Promise<void> {
  await showLogin(panel);
  await save(panel, 'panel-light');
  await showFindings(panel);
  await save(panel, 'findings');
  await panel.click('#tab-requests');
  await panel.resize(400, 900);
  await save(panel, 'panel-narrow');
}

async function takeDark(panel: DevToolsPanel): Promise<void> {
  await showLogin(panel);
  await save(panel, 'panel-dark');
}

/** The findings alone, with all the room. */
async function showFindings(panel: DevToolsPanel): Promise<void> {
  await panel.press('Escape');
  await panel.click('#tab-findings');
  await painted(panel);
}

async function save(panel: DevToolsPanel, name: string): Promise<void> {
  // A pointer over a bar would dim the others.
  await panel.mouse.move({ x: 2, y: 2 });
  await painted(panel);
  await panel.screenshot(join(values.output, `${name}.png`));
}
