import { spawnSync } from 'node:child_process';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Panel } from '../../e2e/drivers/panel.ts';
import type { Lab } from '../../e2e/lab/lab.ts';
import { exportFile } from '../../e2e/panel/export-file.ts';
import { withShopInFirefox } from './firefox-session.ts';
import { showLogin, withShop } from './shop-session.ts';

export type ShopBrowser = 'chromium' | 'firefox';

/** Loads the shop with the panel open, and writes its picture, the annotated HAR and the reports. */
export async function showHeadless(lab: Lab, browser: ShopBrowser, output: string): Promise<void> {
  const folder = resolve(output);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const har = await recordShop(lab, browser, folder);
  const text = analyzed(har);
  await writeFile(join(folder, 'report.txt'), text);
  console.log(`\n${inShort(text, await readFile(join(folder, 'report.json'), 'utf8'))}\n`);
  console.log(
    `In ${folder}: panel.png, coalescope.har, report.json and report.txt (the whole report). Look at panel.png first.`,
  );
  console.log('No window was opened. With a display and without --headless, npm start opens the browser.');
}

/** Gives the path of the annotated HAR. */
function recordShop(lab: Lab, browser: ShopBrowser, folder: string): Promise<string> {
  const record = async (panel: Panel): Promise<string> => {
    await showLogin(panel);
    await panel.screenshot(join(folder, 'panel.png'));
    const har = join(folder, 'coalescope.har');
    await rename(await exportFile(panel, 'Annotated HAR', join(folder, 'download')), har);
    await rename(
      await exportFile(panel, 'Report (JSON)', join(folder, 'download')),
      join(folder, 'report.json'),
    );
    await rm(join(folder, 'download'), { recursive: true });
    return har;
  };
  if (browser === 'firefox') return withShopInFirefox(lab, record);
  return withShop(lab, {}, ({ panel }) => record(panel));
}

/** The command's own text report of the exported file, as a user would make it. */
function analyzed(har: string): string {
  const ended = spawnSync(process.execPath, ['dist/cli/coalescope.cjs', 'analyze', har], {
    encoding: 'utf8',
  });
  if (ended.status !== 0) throw new Error(`coalescope analyze failed: ${ended.stderr}`);
  return ended.stdout;
}

/** The summary of the text report and one line per finding; all of it is several hundred lines. */
function inShort(text: string, report: string): string {
  const { findings }: { findings: { severity: string; title: string }[] } = JSON.parse(report);
  const lines = findings.map(({ severity, title }) => `  ${severity.padEnd(7)}  ${title}`);
  return [text.split('\n\n', 1)[0], 'Findings:', ...lines].join('\n');
}
