import { spawnSync } from 'node:child_process';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { launchChromium } from '../../e2e/drivers/chromium.ts';
import { openPanel } from '../../e2e/drivers/devtools-panel.ts';
import type { Lab } from '../../e2e/lab/lab.ts';
import { exportFile } from '../../e2e/panel/panel-page.ts';
import { settled } from '../../e2e/panel/settled.ts';

/** Loads the shop with the panel open, and writes its picture, the annotated HAR and the reports. */
export async function showHeadless(lab: Lab, output: string): Promise<void> {
  const folder = resolve(output);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const har = await recordShop(lab, folder);
  const text = analyzed(har);
  await writeFile(join(folder, 'report.txt'), text);
  console.log(`\n${text}`);
  console.log(`In ${folder}: panel.png, coalescope.har, report.json, report.txt`);
  console.log('With a display, npm start opens a window instead.');
}

/** Gives the path of the annotated HAR. */
async function recordShop(lab: Lab, folder: string): Promise<string> {
  const browser = await launchChromium({
    extensionDir: 'dist/chrome',
    devtools: true,
    dock: 'undocked',
    args: lab.chromiumArgs,
  });
  try {
    const panel = await openPanel(browser);
    await panel.resize(1400, 900);
    await browser.page.goto(lab.url);
    await settled(browser.page, panel, lab.log);
    await showStory(panel);
    await panel.screenshot(join(folder, 'panel.png'));
    const har = join(folder, 'coalescope.har');
    await rename(await exportFile(panel, 'Annotated HAR', join(folder, 'download')), har);
    await rename(
      await exportFile(panel, 'Report (JSON)', join(folder, 'download')),
      join(folder, 'report.json'),
    );
    await rm(join(folder, 'download'), { recursive: true });
    await panel.close();
    return har;
  } finally {
    await browser.close();
  }
}

/** Selects a request that was misdirected and recovered, so that its details are in the picture. */
async function showStory(panel: Awaited<ReturnType<typeof openPanel>>): Promise<void> {
  await panel.evaluate(() => {
    const rows = [...document.querySelectorAll<HTMLElement>('.grid.requests .grid-row.is-warning')];
    rows[0]?.click();
  });
  await panel.evaluate(
    'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))',
  );
}

/** The command's own text report of the exported file, as a user would make it. */
function analyzed(har: string): string {
  const ended = spawnSync(process.execPath, ['dist/cli/coalescope.js', 'analyze', har], { encoding: 'utf8' });
  if (ended.status !== 0) throw new Error(`coalescope analyze failed: ${ended.stderr}`);
  return ended.stdout;
}
